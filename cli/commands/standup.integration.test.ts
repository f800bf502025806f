import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { ProjectProbe, startTestApi, type TestApi } from '../../tests/api.test-support.ts';
import { standupCommand } from './standup.ts';

let api: TestApi;
let printed: jest.SpiedFunction<typeof process.stdout.write>;

beforeAll(async () => {
  api = await startTestApi();
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

async function run(...args: string[]): Promise<string> {
  printed.mockClear();
  await standupCommand.parseAsync(args, { from: 'user' });
  return printed.mock.calls.map(([text]) => String(text)).join('');
}

it('the standup of one project or of all, whole, in short, or for machines', async () => {
  const shop = await ProjectProbe.create(api, { name: 'Shop' });
  await ProjectProbe.create(api, { name: 'Blog' });
  const key = await shop.task({ title: 'Open it', priority: 1 });
  const whole = await run('--project', shop.slug);
  expect(whole).toContain('# Standup: Shop, ');
  expect(whole).toContain(`1. **Assign ${key}: Open it** (critical priority, nobody has had it for`);
  expect(JSON.parse(await run('--project', shop.slug, '--json'))).toMatchObject({ inbox: 1 });
  const brief = await run('--brief');
  expect(brief).toContain('**Shop: 0 done');
  expect(brief).toContain('**Blog: 0 done, 0 in progress, $0.00 in 24 h**\n\nNothing waits for people.');
});
