import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ProjectProbe, startTestApi, type TestApi } from '../../tests/api.test-support.ts';
import { temporaryFolder } from '../../tests/stack.test-support.ts';
import { executorsCommand } from './executors.ts';
import { routingCommand } from './routing.ts';
import { taskCommand } from './task.ts';

let api: TestApi;
let project: ProjectProbe;
let printed: jest.SpiedFunction<typeof process.stdout.write>;

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
  process.env['MISSION_CONTROL_URL'] = api.url;
  process.env['MISSION_CONTROL_TOKEN'] = api.tokens.owner;
}, 60_000);
afterAll(async () => {
  delete process.env['MISSION_CONTROL_URL'];
  delete process.env['MISSION_CONTROL_TOKEN'];
  await api.stop();
}, 60_000);
beforeEach(() => void (printed = jest.spyOn(process.stdout, 'write').mockReturnValue(true)));
afterEach(() => printed.mockRestore());

async function run(command: Command, ...args: string[]): Promise<string> {
  printed.mockClear();
  await command.parseAsync(args, { from: 'user' });
  return printed.mock.calls.map(([text]) => String(text)).join('');
}

it('rules are shown as a file, changed in it and set again; a preview follows them', async () => {
  const folder = await temporaryFolder();
  const file = join(folder.path, 'routing.yaml');
  const shown = await run(routingCommand, 'show', '--project', project.slug, '--yaml');
  expect(shown).toContain('executor: CURSOR');
  await writeFile(
    file,
    shown.replace('rules:', 'rules:\n  - { types: [OPS], executor: CODEMOD, score: 1, reason: mine }'),
  );
  const set = await run(routingCommand, 'set', '--project', project.slug, '--file', file);
  expect(set).toContain('Version 1, by Olga Owner');
  expect(set).toContain('1. type OPS -> CODEMOD (1): mine\n2. label codemod');

  await writeFile(file, 'missionControlRouting: 1\nrules: [{ executor: CODEMOD, score: 2, reason: mine }]\n');
  await expect(run(routingCommand, 'set', '--project', project.slug, '--file', file)).rejects.toThrow(
    /rules\.0\.score/,
  );

  const key = await project.task();
  expect(await run(taskCommand, 'route', key)).toContain('skipped CODEMOD of rule 1: no CODEMOD executor is connected');
  const claim = { types: ['CODEMOD'], executor: { name: 'box', version: '1.0' } };
  await api.post('/executions/claim', claim, { token: api.tokens.executor });
  expect(await run(taskCommand, 'route', key)).toBe('CODEMOD (1), by rule 1: mine\n');
  expect(await run(executorsCommand, '--project', project.slug)).toMatch(
    /CODEMOD +0 waiting, 0 running\n {2}live {2}box 1\.0/,
  );
  await folder.remove();
});
