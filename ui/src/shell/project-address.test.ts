import { expect, it } from '@jest/globals';
import { ofAllProjects, ofProject, showsAll } from './project-address.ts';

it.each([
  // pathname, ?project=, all?, of another project, of all
  ['/p/a', undefined, false, '/p/b', undefined],
  ['/p/a/t/A-1', undefined, false, '/p/b', undefined],
  ['/projects/a/agents', undefined, false, '/projects/b/agents', undefined],
  ['/projects/a/agents/01ABC', undefined, false, '/projects/b/agents', undefined],
  ['/projects/a/costs', undefined, false, '/projects/b/costs', '/costs'],
  ['/costs', undefined, true, '/projects/b/costs', '/costs'],
  ['/projects/a/flow', undefined, false, '/projects/b/flow', '/flow'],
  ['/flow', undefined, true, '/projects/b/flow', '/flow'],
  ['/alerts', undefined, true, '/alerts?project=b', '/alerts'],
  ['/alerts', 'a', false, '/alerts?project=b', '/alerts'],
  ['/standup', 'a', false, '/standup?project=b', undefined],
  ['/inbox', undefined, false, '/p/b', undefined],
])('from %s of %s', (pathname, project, isAll, ofOther, ofAll) => {
  const address = { pathname, project };
  expect([showsAll(address), ofProject(address, 'b'), ofAllProjects(address)]).toEqual([isAll, ofOther, ofAll]);
});
