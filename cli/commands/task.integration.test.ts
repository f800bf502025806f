import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { ProjectProbe, startTestApi, type TestApi } from '../../tests/api.test-support.ts';
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

/** What a command prints. */
async function task(...args: string[]): Promise<string> {
  printed.mockClear();
  await taskCommand.parseAsync(args, { from: 'user' });
  return printed.mock.calls.map(([text]) => String(text)).join('');
}

it('creates a task below another one that waits for others, and starts it once they are DONE', async () => {
  const [parent, first] = [await project.task(), await project.task()];
  const place = ['--parent', parent, '--depends-on', `${first}, ${parent}`];
  const said = await task('create', 'Then that', '--project', project.slug, '--type', 'OPS', ...place);
  const [key = ''] = /P\w+-\d+/.exec(said) ?? [];
  expect((await api.get(`/tasks/${key}`)).body).toMatchObject({ parent, dependsOn: [first, parent] });
  await project.command(key, 'assign', { assignees: [await project.me()] });
  await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] });
  expect(await task('start', key, '--executor', 'CODEMOD', '--when-ready')).toBe(
    `${key} starts by itself as soon as ${first}, ${parent} are DONE.\n`,
  );
  await expect(task('start', key)).rejects.toThrow(`dependsOn: waits for ${first}, ${parent} to be DONE`);
  await project.command(key, 'edit', { dependsOn: [] });
  await expect(task('start', key)).rejects.toThrow(/already/);
});
