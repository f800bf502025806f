import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, type ProjectProbe } from '../../../tests/api.test-support.ts';
import { eventually } from '../../../tests/stack.test-support.ts';
import type { FakeChat } from '../../../tests/fakes/telegram/fake-telegram.ts';
import { TelegramStack } from '../bot.test-support.ts';

const PLAN = { bullets: ['one', 'two', 'three'] };
let stack: TelegramStack;

beforeAll(async () => {
  stack = await TelegramStack.start();
  stack.runBot();
}, 120_000);
afterAll(() => stack.stop(), 120_000);

const topicOf = (group: FakeChat, key: string) =>
  eventually(() => stack.telegram.topics(group).find(({ name }) => name.includes(`${key} `)), 15_000);
const textsIn = (group: FakeChat, topicId?: number) => stack.telegram.messages(group, topicId).map(({ text }) => text);
const waitForText = (group: FakeChat, topicId: number | undefined, words: string | RegExp) =>
  eventually(() => textsIn(group, topicId).find((text) => text.match(words)), 15_000);

async function started(project: ProjectProbe, fields: object = {}): Promise<string> {
  const key = await project.task(fields);
  expectStatus(await project.command(key, 'assign', { assignees: [await project.me()] }), 200);
  expectStatus(await project.command(key, 'plan', PLAN), 200);
  expectStatus(await project.command(key, 'transition', { to: 'IN_PROGRESS' }), 200);
  return key;
}

describe('the thread of a task', () => {
  it('is opened with the task, told everything in order, and closed with a summary and the report', async () => {
    const { project, group } = await stack.project();
    const key = await project.task({ title: 'Write the <b>guide</b> & more' });
    const { id: topic } = await topicOf(group, key);
    expect(await waitForText(group, topic, key)).toContain('Write the <b>guide</b> & more');
    expectStatus(await project.command(key, 'comment', { body: 'Is <i>this</i> seen? 🎉 שלום' }), 200);
    await waitForText(group, topic, 'Is <i>this</i> seen\\? 🎉 שלום');
    expectStatus(await project.command(key, 'assign', { assignees: [await project.me()] }), 200);
    await waitForText(group, topic, 'Olga Owner took it');
    expectStatus(await project.command(key, 'plan', PLAN), 200);
    expectStatus(await project.command(key, 'transition', { to: 'IN_PROGRESS' }), 200);
    expectStatus(await project.command(key, 'submit', { summary: 'The guide is written', artifacts: [] }), 200);
    expectStatus(await project.command(key, 'transition', { to: 'DONE' }), 200);
    const closing = await waitForText(group, topic, 'is done');
    expect(closing).toContain('The guide is written');
    expect(closing).toContain('$0.00');
    const closed = await eventually(() => stack.telegram.topics(group).find(({ isClosed }) => isClosed), 15_000);
    expect(closed.name).toContain(`✅ ${key}`);
    const [report] = stack.telegram.messages(group, topic).flatMap(({ document }) => (document ? [document] : []));
    expect(report?.name).toBe(`incident-report-${key}.md`);
    const all = textsIn(group, topic).slice(1).join('\n');
    const order = ['seen?', 'took it', 'planned the work', '→ In progress', 'handed in', '→ Done', 'is done'];
    const found = order.map((words) => all.indexOf(words));
    expect(found).toEqual(found.toSorted((one, other) => one - other));
    expect(found).not.toContain(-1);
    const { body } = await stack.api.get(`/tasks/${key}`);
    expect(body.threadRef).toMatchObject({ chatId: String(group.id), threadId: String(topic) });
    expect(textsIn(group, topic)[0]).toContain('Done');
  }, 60_000);

  it('asks for approvals with buttons, and says who has decided what', async () => {
    const { project, group } = await stack.project();
    const key = await started(project);
    const ask = { action: 'git push', summary: 'push <it>', risk: 'RED' };
    const asked = await project.command(key, 'requestApproval', ask, { token: stack.api.tokens.owner });
    expectStatus(asked, 200);
    const { id: topic } = await topicOf(group, key);
    const message = () => stack.telegram.messages(group, topic).find(({ text }) => text.includes('git push'));
    const posted = await eventually(message, 15_000);
    expect(posted.buttons.flat()).toEqual(['✅ Approve', '✖️ Deny', 'Details']);
    expect(posted.text).toContain('0 of 2 approvals');
    const decide = { decision: 'DENY', reason: 'no backup' };
    const { approvalId } = asked.body;
    expectStatus(
      await stack.api.post(`/approvals/${approvalId}/decide`, decide, { token: stack.api.tokens.second }),
      200,
    );
    const decided = await eventually(() => (message()?.buttons.length === 0 ? message() : undefined), 15_000);
    expect(decided?.text).toMatch(/Denied by Paul Peer.*no backup/);
  }, 60_000);

  it('is a chain of answers where the chat has no topics', async () => {
    const { project, group } = await stack.project({ isForum: false });
    const key = await project.task();
    const card = await eventually(() => stack.telegram.messages(group).find(({ text }) => text.includes(key)), 15_000);
    expectStatus(await project.command(key, 'comment', { body: 'in the chain' }), 200);
    await waitForText(group, undefined, 'in the chain');
    const answer = stack.telegram.messages(group).find(({ text }) => text.includes('in the chain'));
    expect(answer?.replyTo).toBe(card.id);
  }, 60_000);

  it('is made again when somebody deletes it, and goes on where it was', async () => {
    const { project, group } = await stack.project();
    const key = await project.task();
    const { id: topic } = await topicOf(group, key);
    await waitForText(group, topic, key);
    stack.telegram.deleteTopic(group, topic);
    expectStatus(await project.command(key, 'comment', { body: 'still here' }), 200);
    const again = await eventually(() => stack.telegram.topics(group).find(({ id }) => id !== topic), 20_000);
    await waitForText(group, again.id, 'still here');
    const threadRef = async () => (await stack.api.get(`/tasks/${key}`)).body.threadRef;
    await eventually(async () => (await threadRef()).threadId === String(again.id));
  }, 60_000);

  it('takes 10,000 characters of markup in pieces, literally', async () => {
    const { project, group } = await stack.project();
    const key = await project.task();
    const body = '<b>&amp; "quoted" </i> 🎉 שלום\n'.repeat(340).trim();
    expectStatus(await project.command(key, 'comment', { body }), 200);
    const { id: topic } = await topicOf(group, key);
    const told = () => textsIn(group, topic).slice(1).join(' ').replaceAll(/\s+/g, ' ');
    await eventually(() => told().includes(body.replaceAll(/\s+/g, ' ')), 20_000);
  }, 60_000);
});

describe('the status of a project', () => {
  it('is pinned, and kept as it is', async () => {
    const { project, group } = await stack.project();
    const pinned = () => stack.telegram.messages(group).find(({ isPinned }) => isPinned);
    await eventually(() => pinned()?.text.includes('$0.00 today'), 15_000);
    const key = await project.task();
    const ask = { action: 'press the button', summary: 's', risk: 'YELLOW', blocking: false };
    expectStatus(await project.command(key, 'requestApproval', ask), 200);
    await eventually(() => /Inbox 1[^]*press the button/.test(pinned()?.text ?? ''), 15_000);
    expect(stack.telegram.messages(group).filter(({ isPinned }) => isPinned)).toHaveLength(1);
  }, 60_000);
});

describe('the standup of a day', () => {
  it('is posted once, the brief as a message and the whole as a file', async () => {
    const { project, group } = await stack.project({ isForum: true }, { kinds: ['BRIEF', 'STANDUP'] });
    await project.task({ title: 'Tell <everybody>' });
    const { body: standup } = await stack.api.get(`/projects/${project.slug}/standup`);
    const id = `${project.slug}:${standup.date}`;
    const document = { _id: id, projectId: project.slug, date: standup.date, standup, storedAt: new Date() };
    await stack.store.standups.addOnce(document);
    const brief = () => stack.telegram.messages(group).filter(({ text }) => text.includes('The whole standup'));
    const files = () => stack.telegram.messages(group).flatMap(({ document: file }) => (file ? [file] : []));
    await eventually(() => files().length > 0, 15_000);
    expect(brief()).toHaveLength(1);
    expect(files()).toMatchObject([{ name: `standup-${project.slug}-${standup.date}.md` }]);
  }, 60_000);
});

describe('when Telegram', () => {
  it('loses an answer, nothing is told twice', async () => {
    const { project, group } = await stack.project();
    const key = await project.task();
    const { id: topic } = await topicOf(group, key);
    await waitForText(group, topic, key);
    stack.telegram.loseAnswerOf('sendMessage');
    expectStatus(await project.command(key, 'comment', { body: 'only once' }), 200);
    expectStatus(await project.command(key, 'comment', { body: 'and this' }), 200);
    await waitForText(group, topic, 'and this');
    expect(textsIn(group, topic).filter((text) => text.includes('only once'))).toHaveLength(1);
  }, 60_000);

  it('loses the answers about a topic and the report, there is one of each', async () => {
    const { project, group } = await stack.project();
    stack.telegram.loseAnswerOf('createForumTopic');
    const key = await project.task();
    const { id: topic } = await topicOf(group, key);
    await waitForText(group, topic, key);
    expect(stack.telegram.topics(group)).toHaveLength(1);
    stack.telegram.loseAnswerOf('sendDocument');
    expectStatus(await project.command(key, 'transition', { to: 'CANCELED', reason: 'over' }), 200);
    await eventually(() => stack.telegram.topics(group).find(({ isClosed }) => isClosed), 30_000);
    const files = stack.telegram.messages(group, topic).filter(({ document }) => document !== undefined);
    expect(files).toHaveLength(1);
  }, 60_000);

  it('throws the bot out, there is one alert, and all is told once it is back', async () => {
    const { project, group } = await stack.project();
    const key = await project.task();
    const { id: topic } = await topicOf(group, key);
    await waitForText(group, topic, key);
    stack.telegram.removeBot(group);
    expectStatus(await project.command(key, 'comment', { body: 'meanwhile' }), 200);
    const alerts = async () => (await stack.api.get(`/alerts?project=${project.slug}`)).body.items;
    const [alert] = await eventually(async () => ((await alerts()).length > 0 ? alerts() : undefined), 15_000);
    expect(alert).toMatchObject({ kind: 'TELEGRAM_BROKEN', count: 1 });
    expectStatus(await project.command(key, 'comment', { body: 'and later' }), 200);
    stack.telegram.addBot(group);
    await stack.store.telegram.chats.mend(group.id);
    await waitForText(group, topic, 'and later');
    expect(textsIn(group, topic).join('\n')).toMatch(/meanwhile[^]*and later/);
  }, 60_000);
});
