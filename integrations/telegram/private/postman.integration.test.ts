import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, ProjectProbe } from '../../../tests/api.test-support.ts';
import type { FakeUser } from '../../../tests/fakes/telegram/fake-telegram.ts';
import { eventually } from '../../../tests/stack.test-support.ts';
import { TelegramStack } from '../bot.test-support.ts';

let stack: TelegramStack;
let project: ProjectProbe;
let ann: FakeUser;

beforeAll(async () => {
  stack = await TelegramStack.start();
  project = await ProjectProbe.create(stack.api);
  ann = stack.telegram.addUser('Ann');
  stack.telegram.say(ann, ann, 'hello');
  const { id: personId } = await project.me();
  await stack.store.telegram.accounts.link({
    _id: ann.id,
    personId,
    name: 'Ann',
    isReachable: true,
    linkedAt: new Date().toISOString(),
    muted: ['TRANSITION'],
  });
  stack.runBot();
}, 120_000);
afterAll(() => stack.stop(), 120_000);

const fromBot = () => stack.telegram.messages(ann).filter(({ from }) => from.id === stack.telegram.bot.id);
const waitFor = (words: string) => eventually(() => fromBot().find(({ text }) => text.includes(words)), 15_000);
const second = () => ({ token: stack.api.tokens.second });

async function asked(summary: string): Promise<string> {
  const key = await project.task();
  const ask = { action: 'deploy', summary, risk: 'YELLOW', blocking: false };
  const answer = await project.command(key, 'requestApproval', ask, second());
  expectStatus(answer, 200);
  return answer.body.approvalId;
}

describe('people hear in private', () => {
  it('of mentions, in one message where there are several, and not of what they have muted', async () => {
    const key = await project.task();
    for (const word of ['one', 'two', 'three']) {
      expectStatus(await project.command(key, 'comment', { body: `@Olga Owner ${word} <b>` }, second()), 200);
    }
    const message = await waitFor('@Olga Owner three <b>');
    expect(message.text).toContain('Paul Peer mentioned you');
    expectStatus(await project.command(key, 'transition', { to: 'CANCELED', reason: 'over' }, second()), 200);
    expectStatus(await project.command(await project.task(), 'comment', { body: '@Olga Owner last' }, second()), 200);
    await waitFor('@Olga Owner last');
    expect(fromBot().some(({ text }) => text.includes('moved to CANCELED'))).toBe(false);
  }, 60_000);

  it('of approvals, whose buttons go when somebody else decides', async () => {
    const id = await asked('to production');
    const message = await waitFor('to production');
    expect(message.buttons.flat()).toContain('✅ Approve');
    const decide = { decision: 'APPROVE' };
    const answer = await stack.api.post(`/approvals/${id}/decide`, decide);
    expectStatus(answer, 200);
    const now = () => fromBot().find(({ id: messageId }) => messageId === message.id);
    await eventually(() => now()?.buttons.length === 0, 15_000);
    expect(now()?.text).toContain('Approved by Olga Owner');
  }, 60_000);

  it('nothing in their quiet hours, and after them only what still waits', async () => {
    const hour = (offset: number) => new Date(stack.clock.now() + offset * 3_600_000).toISOString().slice(11, 16);
    const quietHours = { from: hour(-1), to: hour(1), timeZone: 'UTC' };
    await stack.store.telegram.accounts.set(ann.id, { quietHours });
    const key = await project.task();
    expectStatus(await project.command(key, 'comment', { body: '@Olga Owner at night' }, second()), 200);
    expectStatus(await project.command(key, 'comment', { body: '@Olga Owner at dawn' }, second()), 200);
    const letters = () => stack.store.telegram.letters.due(new Date(stack.clock.now() + 24 * 3_600_000), 10);
    const [letter] = await eventually(async () => ((await letters()).length > 1 ? letters() : undefined), 15_000);
    expect(letter?.dueAt.toISOString().slice(11, 16)).toBe(quietHours.to);
    expect(fromBot().some(({ text }) => text.includes('at night'))).toBe(false);
    const waiting = (await letters()).map(({ _id }) => _id);
    await stack.store.telegram.letters.delay(waiting, new Date(0));
    expect((await waitFor('at night')).text).toContain('at dawn');
  }, 60_000);

  it('nothing once they have blocked the bot', async () => {
    await stack.store.telegram.accounts.set(ann.id, { quietHours: { from: '00:00', to: '00:00', timeZone: 'UTC' } });
    stack.telegram.blockBot(ann);
    const id = await asked('unheard');
    await eventually(async () => (await stack.store.telegram.accounts.byUser(ann.id))?.isReachable === false, 15_000);
    expect(await stack.store.telegram.messages.aboutApproval(id)).toEqual([]);
  }, 60_000);
});
