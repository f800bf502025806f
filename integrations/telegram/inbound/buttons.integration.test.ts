import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, type ProjectProbe } from '../../../tests/api.test-support.ts';
import type { FakeChat, FakeMessage } from '../../../tests/fakes/telegram/fake-telegram.ts';
import { Talk } from './inbound.test-support.ts';

let talk: Talk;
let project: ProjectProbe;
let group: FakeChat;
let ann: Awaited<ReturnType<Talk['person']>>;
let ben: Awaited<ReturnType<Talk['person']>>;

beforeAll(async () => {
  talk = await Talk.start();
  ({ project, group } = await talk.stack.project());
  ann = await talk.person('Ann', project.slug);
  ben = await talk.person('Ben', project.slug, 'ADMIN');
  await talk.settle();
}, 120_000);
afterAll(() => talk.stack.stop());

const store = () => talk.stack.store;

async function approval(risk = 'YELLOW'): Promise<{ key: string; id: string }> {
  const key = await project.task();
  const why = { justification: 'Because', rollbackPlan: 'Undo <it>', payload: { to: '<all>' } };
  const asked = await project.command(key, 'requestApproval', {
    action: 'Send',
    summary: 'To all',
    risk,
    blocking: false,
    ...why,
  });
  expectStatus(asked, 200);
  return { key, id: asked.body.approvalId };
}

const messageAbout = async (id: string): Promise<FakeMessage> => {
  const sent = await talk.answers(ann.user, () => talk.telegram.say(ann.user, ann.user, '/my_approvals'));
  const found = sent.find(({ text }) => text.includes(id));
  if (!found) throw new Error(`no message about ${id}`);
  return found;
};

/** A task with a topic of its own. */
async function talked() {
  const key = await project.task();
  const { id: taskId } = (await store().tasks.locate(key))!;
  const topic = talk.telegram.openTopic(ann.user, group, key);
  await store().telegram.threads.want({
    taskId,
    taskKey: key,
    projectId: project.slug,
    fromSeq: 1,
    toSeq: 1,
    isUrgent: false,
  });
  await store().telegram.threads.opened(taskId, { chatId: group.id, topicId: topic.id });
  await talk.settle();
  const comments = async () => (await store().parts.messages(taskId, 50, 0)).map(({ body }) => body);
  return { key, topicId: topic.id, comments };
}

describe('Approvals', () => {
  it('are approved, and say so once they are decided', async () => {
    const { id } = await approval();
    const message = await messageAbout(id);
    expect(await talk.press(ann.user, message, '✅ Approve')).toMatchObject({ text: 'Approved' });
    expect(await talk.press(ann.user, message, '✅ Approve')).toMatchObject({ show_alert: true });
    expect((await store().parts.approval(id))?.status).toBe('APPROVED');
  });

  it('show details', async () => {
    const { id, key } = await approval();
    const message = await messageAbout(id);
    const [details] = await talk.answers(ann.user, () => void talk.telegram.press(ann.user, message, 'Details'));
    expect(details?.text).toContain('"to": "<all>"');
    expect(details?.text).toContain('Undo <it>');
    expect(details?.text).toContain(`${key} in Mission Control`);
  });

  it('are denied with the reason that the same person answers', async () => {
    const { id } = await approval();
    const message = await messageAbout(id);
    const [question] = await talk.answers(ann.user, () => void talk.telegram.press(ann.user, message, '✖️ Deny'));
    expect(question).toMatchObject({ forceReply: true, replyTo: message.id });
    const answer = await talk.ask(ann.user, ann.user, 'too <early>', { replyTo: question!.id });
    expect(answer[0]).toContain(`${id} is denied: too <early>`);
    expect((await store().parts.approval(id))?.decisions[0]).toMatchObject({ decision: 'DENY', reason: 'too <early>' });
  });

  it('count those who approve where two are needed', async () => {
    const { id } = await approval('RED');
    const needed = (await store().parts.approval(id))!.requiredDecisions;
    expect(needed).toBe(2);
    const message = await messageAbout(id).catch(() => undefined);
    const first =
      message ?? (await talk.answers(ben.user, () => talk.telegram.say(ben.user, ben.user, '/my_approvals')))[0]!;
    const who = message ? ann.user : ben.user;
    expect(await talk.press(who, first, '✅ Approve')).toMatchObject({ text: 'Approved: 1 of 2' });
    expect(await talk.press(who, first, '✅ Approve')).toMatchObject({ show_alert: true });
    const cid = await talk.person('Cid', project.slug, 'ADMIN');
    expect((await talk.ask(cid.user, cid.user, `/approve ${id}`))[0]).toContain(`${id} is approved`);
    expect((await store().parts.approval(id))?.status).toBe('APPROVED');
  });

  it('answer strangers and buttons that nobody knows', async () => {
    const { id } = await approval();
    const message = await messageAbout(id);
    const sam = talk.telegram.addUser('Sam');
    expect((await talk.press(sam, message, '✅ Approve'))?.text).toContain('Link your account');
    const keyboard = { inline_keyboard: [[{ text: 'Old', callback_data: 'nothing' }]] };
    await talk.parts.api.send({ chatId: group.id }, { html: 'Old', keyboard });
    const old = talk.telegram.messages(group).at(-1)!;
    expect(await talk.press(ann.user, old, 'Old')).toEqual({ text: 'This button is out of date.', show_alert: true });
  });
});

describe('Work', () => {
  it('is claimed from the inbox and started with a plan', async () => {
    const key = await project.task({ priority: 1 });
    const inbox = await talk.answers(group, () => talk.telegram.say(ann.user, group, '/inbox'));
    expect(await talk.press(ann.user, inbox[0]!, `Claim ${key}`)).toEqual({ text: `${key} is yours.` });
    const mine = await talk.answers(group, () => talk.telegram.say(ann.user, group, '/inbox'));
    expect(mine.at(-1)?.text).toContain('Your work');
    const refused = await talk.press(ann.user, mine.at(-1)!, `Start ${key}`);
    expect(refused).toMatchObject({ show_alert: true });
    expect(refused?.text).toMatch(/plan/i);
    expectStatus(await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
    expect(await talk.press(ann.user, mine.at(-1)!, `Start ${key}`)).toMatchObject({ text: `${key} is in progress.` });
  });

  it('is handed in where no execution does it, with the files that were sent', async () => {
    const { key, topicId, comments } = await talked();
    const work = { assignees: [{ kind: 'HUMAN', id: ann.id }] };
    expectStatus(await project.command(key, 'assign', work), 200);
    expectStatus(await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
    expectStatus(await project.command(key, 'transition', { to: 'IN_PROGRESS' }), 200);
    const file = { name: 'guide.md', type: 'text/markdown', bytes: '# Guide', kind: 'document', topicId } as const;
    talk.telegram.sendFile(ann.user, group, file);
    await talk.settle();
    const action = { do: 'SHOW', taskKey: key } as const;
    const show = { chatId: group.id, topicId, html: 'Task', key: `test:${key}`, buttons: [[{ text: 'Show', action }]] };
    const { messageId } = await talk.parts.messenger.post(show);
    const message = talk.telegram.messages(group).find((one) => one.id === messageId)!;
    const [card] = await talk.answers(group, () => void talk.telegram.press(ann.user, message, 'Show'));
    const [question] = await talk.answers(group, () => void talk.telegram.press(ann.user, card!, '📦 Hand in'));
    const [answer] = await talk.ask(ann.user, group, 'All of it', { replyTo: question!.id });
    expect(answer).toContain(`${key} is handed in: it is in review.`);
    const { body: task } = await talk.stack.api.get(`/tasks/${key}`);
    expect(task.deliverable).toMatchObject({ summary: 'All of it', artifacts: [{ name: 'guide.md' }] });
    expect(await comments()).toHaveLength(1);
  });

  it('is listed page by page', async () => {
    for (let count = 0; count < 10; count += 1) await project.task({ title: `Number ${count}` });
    const [first] = await talk.answers(group, () => talk.telegram.say(ben.user, group, '/inbox'));
    const [second] = await talk.answers(group, () => void talk.telegram.press(ben.user, first!, 'More'));
    expect(second?.text).toContain('Number');
    expect(second?.text).not.toBe(first?.text);
  });
});

describe('Executions', () => {
  /** A task under way that waits for a person. */
  async function manual(): Promise<{ key: string; id: string }> {
    const key = await project.task();
    expectStatus(await project.command(key, 'assign', { assignees: [await project.me()] }), 200);
    expectStatus(await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
    const dispatched = await project.command(key, 'dispatch', { executor: 'MANUAL' });
    expectStatus(dispatched, 200);
    return { key, id: dispatched.body.executionId };
  }
  const inbox = async (id: string) => {
    const found = await talk.answers(group, () => talk.telegram.say(ann.user, group, '/inbox'));
    return found.find(({ text }) => text.includes(id))!;
  };

  it('for people are taken and handed in with files, time and cost', async () => {
    const { key, id } = await manual();
    expect(await talk.press(ann.user, await inbox(id), `🖐 Take ${id}`)).toMatchObject({
      text: `${id} is yours. Hand it in when it is done.`,
    });
    const list = await inbox(id);
    expect(await talk.press(ben.user, list, `📦 Hand in ${id}`)).toMatchObject({ show_alert: true });
    const ask = () => void talk.telegram.press(ann.user, list, `📦 Hand in ${id}`);
    const [question] = await talk.answers(group, ask);
    expect(question).toMatchObject({ forceReply: true });
    const empty = await talk.ask(ann.user, group, 'time 45', { replyTo: question!.id });
    expect(empty[0]).toContain('Say in words what came of it');
    const said = 'The <guide> is written\ntime 45\ncost $1.50';
    const [answer] = await talk.ask(ann.user, group, said, { replyTo: question!.id });
    expect(answer).toContain(`${id} is handed in. ${key} is in review.`);
    const { body: task } = await talk.stack.api.get(`/tasks/${key}`);
    expect(task.deliverable.summary).toBe('The <guide> is written');
    const { body: runs } = await talk.stack.api.get(`/runs?task=${key}`);
    expect(runs.items[0].usage).toMatchObject({ seconds: 2_700, costMicros: 1_500_000, costSource: 'BILLED' });
  });

  it('are given to another executor', async () => {
    const { key, id } = await manual();
    await talk.press(ann.user, await inbox(id), `🖐 Take ${id}`);
    const action = { do: 'REROUTE', executionId: id } as const;
    const show = { chatId: group.id, html: 'Work', key: `test:${id}`, buttons: [[{ text: 'Re-route', action }]] };
    const { messageId } = await talk.parts.messenger.post(show);
    const message = talk.telegram.messages(group).find((one) => one.id === messageId)!;
    const [question] = await talk.answers(group, () => void talk.telegram.press(ann.user, message, 'Re-route'));
    expect(question!.buttons.flat()).not.toContain('A person');
    const pressed = await talk.press(ann.user, question!, 'Cursor');
    expect(pressed?.text).toContain(`${key} was given to Cursor`);
    expect((await store().parts.execution(id))?.status).toBe('CANCELED');
    const { body: task } = await talk.stack.api.get(`/tasks/${key}`);
    expect(task.activeExecutions).toMatchObject([{ executor: 'CURSOR' }]);
  });

  it('that failed say why', async () => {
    const { id } = await manual();
    await talk.press(ann.user, await inbox(id), `🖐 Take ${id}`);
    const action = { do: 'GIVE_UP', executionId: id } as const;
    const show = { chatId: group.id, html: 'Work', key: `test:${id}`, buttons: [[{ text: 'It failed', action }]] };
    const { messageId } = await talk.parts.messenger.post(show);
    const message = talk.telegram.messages(group).find((one) => one.id === messageId)!;
    const [question] = await talk.answers(group, () => void talk.telegram.press(ann.user, message, 'It failed'));
    expect((await talk.ask(ann.user, group, 'no <power>', { replyTo: question!.id }))[0]).toContain('has failed');
    expect((await store().parts.execution(id))?.error).toContain('no <power>');
  });
});

describe('Alerts', () => {
  it('are acknowledged', async () => {
    const alert = {
      key: `k:${project.slug}`,
      severity: 'ERROR',
      kind: 'TEST',
      title: 'It <burns>',
      description: '',
    } as const;
    await talk.parts.operations.alerts.raise({ ...alert, projectId: project.slug });
    const [status] = await talk.answers(group, () => talk.telegram.say(ann.user, group, '/status'));
    expect(status?.text).toContain('It <burns>');
    expect(await talk.press(ann.user, status!, 'Acknowledge: It <burns>')).toMatchObject({ text: 'Acknowledged.' });
  });
});

describe('Comments', () => {
  it('are what people write in the topic of a task', async () => {
    const { topicId, comments } = await talked();
    const first = talk.telegram.say(ann.user, group, 'Hello 👋🏽 שלום', { topicId });
    await talk.settle();
    talk.telegram.say(ben.user, group, 'I agree', { topicId, replyTo: first.id });
    await talk.settle();
    expect(await comments()).toEqual(['Hello 👋🏽 שלום', '> Hello 👋🏽 שלום\n\nI agree']);
    talk.telegram.edit(ann.user, first, 'Goodbye');
    await talk.settle();
    expect((await comments())[0]).toBe('Goodbye');
  });

  it('bring files', async () => {
    const { topicId, key, comments } = await talked();
    const file = {
      name: 'a [1].txt',
      type: 'text/plain',
      bytes: 'text',
      kind: 'document',
      caption: 'Look',
      topicId,
    } as const;
    talk.telegram.sendFile(ann.user, group, file);
    talk.telegram.sendFile(ann.user, group, { ...file, name: 'b.jpg', kind: 'photo' });
    await talk.settle();
    const [document, photo] = await comments();
    expect(document).toMatch(new RegExp(`^Look\\n\\n\\[a _1_\\.txt\\]\\(/api/v1/artifacts/${key}-F-\\w+\\)$`));
    expect(photo).toMatch(/\[photo-\d+\.jpg\]/);
  });

  it('are what people answer to what others wrote, where the chat has no topics', async () => {
    const { group: chain, project: other } = await talk.stack.project({ isForum: false });
    const key = await other.task();
    const { id: taskId } = (await store().tasks.locate(key))!;
    const range = { fromSeq: 1, toSeq: 1, isUrgent: false };
    await store().telegram.threads.want({ taskId, taskKey: key, projectId: other.slug, ...range });
    const card = await talk.parts.messenger.post({ chatId: chain.id, html: key, key: `card:${taskId}` });
    await store().telegram.threads.opened(taskId, { chatId: chain.id, cardMessageId: card.messageId });
    const dan = await talk.person('Dan', other.slug);
    const first = talk.telegram.say(dan.user, chain, 'Is it red?', { replyTo: card.messageId });
    await talk.settle();
    talk.telegram.say(dan.user, chain, 'It is blue', { replyTo: first.id });
    talk.telegram.say(dan.user, chain, 'About something else');
    await talk.settle();
    const comments = await store().parts.messages(taskId, 50, 0);
    expect(comments.map(({ body }) => body)).toEqual(['Is it red?', '> Is it red?\n\nIt is blue']);
  });

  it('take no files that Telegram does not give away', async () => {
    const { topicId, comments } = await talked();
    const bytes = Buffer.alloc(20 * 1024 * 1024 + 1);
    const file = { name: 'huge.bin', type: 'application/octet-stream', bytes, kind: 'document', topicId } as const;
    const [refusal] = await talk.answers(group, () => talk.telegram.sendFile(ann.user, group, file));
    expect(refusal?.text).toContain('files of up to 20 MB');
    expect(await comments()).toEqual([]);
  });

  it('are refused in words where the task has ended, and to those who only read', async () => {
    const { topicId, key, comments } = await talked();
    const vera = await talk.person('Vera', project.slug, 'VIEWER');
    expect((await talk.ask(vera.user, group, 'Hi', { topicId }))[0]).toContain('it takes OPERATOR');
    expectStatus(await project.command(key, 'transition', { to: 'CANCELED', reason: 'no' }), 200);
    expect((await talk.ask(ann.user, group, 'Too late', { topicId }))[0]).toContain('has ended');
    expect(await comments()).toEqual([]);
  });
});

describe('Lost answers', () => {
  it('let nothing be done or said twice', async () => {
    await store().telegram.accounts.set(ann.user.id, { project: project.slug });
    talk.telegram.loseAnswerOf('sendMessage');
    talk.telegram.say(ann.user, ann.user, '/new Once only');
    await expect(talk.settle()).rejects.toThrow('sendMessage');
    await talk.settle();
    const said = talk.telegram.messages(ann.user).filter(({ text }) => text.includes('is in the inbox of'));
    expect(said).toHaveLength(1);
    expect((await store().tasks.cards({ projects: [project.slug], text: 'once only' }, 10)).cards).toHaveLength(1);
  });
});
