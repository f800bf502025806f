import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, type ProjectProbe } from '../../../tests/api.test-support.ts';
import type { FakeChat } from '../../../tests/fakes/telegram/fake-telegram.ts';
import { agentWith } from '../../../tests/identities.test-support.ts';
import { Inbound } from './inbound.ts';
import { Talk } from './inbound.test-support.ts';

let talk: Talk;
let project: ProjectProbe;
let group: FakeChat;
let ann: Awaited<ReturnType<Talk['person']>>;

beforeAll(async () => {
  talk = await Talk.start();
  ({ project, group } = await talk.stack.project());
  ann = await talk.person('Ann <3', project.slug, 'ADMIN', { role: 'ADMIN' });
  await talk.settle();
}, 120_000);
afterAll(() => talk.stack.stop());

const store = () => talk.stack.store;
const privately = (text: string) => talk.ask(ann.user, ann.user, text);

describe('Who', () => {
  it('tells strangers once in a group, and in private whenever they command', async () => {
    const sam = talk.telegram.addUser('Sam');
    const [told] = await talk.ask(sam, group, '/status');
    expect(told).toContain('http://mc.test/account');
    expect(await talk.ask(sam, group, '/status')).toEqual([]);
    expect(await talk.ask(sam, group, 'hello')).toEqual([]);
    expect(await talk.ask(sam, sam, '/status')).toHaveLength(1);
    expect(await talk.ask(sam, sam, '/status')).toHaveLength(1);
  });

  it('links an account once, and keeps what was set', async () => {
    const { id, user } = await talk.person('Lin', project.slug);
    await store().telegram.accounts.set(user.id, { muted: ['TASK_BLOCKED' as never], project: project.slug });
    const phone = talk.telegram.addUser('Lin on the phone');
    const code = await talk.code({ id, name: 'Lin' });
    expect((await talk.ask(phone, phone, `/start ${code}`))[0]).toContain('belongs to Lin');
    const account = await store().telegram.accounts.byUser(phone.id);
    expect(account).toMatchObject({ personId: id, muted: ['TASK_BLOCKED'], project: project.slug, isReachable: true });
    expect(await store().telegram.accounts.byUser(user.id)).toBeUndefined();
    expect((await talk.ask(phone, phone, `/start ${code}`))[0]).toContain('used already');
    const late = await talk.code({ id, name: 'Lin' }, { expiresAt: new Date(Date.now() - 1) });
    expect((await talk.ask(phone, phone, `/start ${late}`))[0]).toContain('expired');
    expect((await talk.ask(phone, group, `/start ${await talk.code({ id, name: 'Lin' })}`))[0]).toContain('in private');
  });

  it('connects a group to a project, and follows it when it migrates', async () => {
    const other = (await talk.stack.project()).project;
    const basic = talk.telegram.addGroup('Basic', { isBasic: true });
    await talk.settle();
    const code = await talk.code({ id: ann.id, name: 'Ann' }, { projectId: other.slug });
    expect((await talk.ask(ann.user, basic, `/start ${code}`))[0]).toContain(other.slug);
    expect((await store().telegram.chats.ofProject(other.slug))?.chatId).toBe(basic.id);
    const next = talk.telegram.migrate(basic);
    await talk.settle();
    expect((await store().telegram.chats.ofProject(other.slug))?.chatId).toBe(next.id);
    talk.telegram.removeBot(next);
    await talk.settle();
    expect((await store().telegram.chats.ofProject(other.slug))?.broken).toBeDefined();
    talk.telegram.addBot(next);
    await talk.settle();
    expect((await store().telegram.chats.ofProject(other.slug))?.broken).toBeUndefined();
  });

  it('does not answer commands for other bots', async () => {
    expect(await talk.ask(ann.user, group, '/status@other_bot')).toEqual([]);
    expect(await talk.ask(ann.user, group, '/nothing')).toEqual([]);
    expect(await talk.ask(ann.user, group, `/status@${talk.telegram.bot.username}`)).toHaveLength(1);
  });
});

describe('Commands', () => {
  it('are listed by /help, and welcome', async () => {
    const [help] = await privately('/help');
    for (const { command } of Inbound.commands.filter((one) => one.command !== 'help'))
      expect(help).toContain(`/${command}`);
    await talk.parts.api.setCommands(Inbound.commands);
    expect(talk.telegram.commands).toHaveLength(Inbound.commands.length);
    expect((await privately('/start'))[0]).toContain('You are Ann <3');
  });

  it('ask for a project, switch to one and list them', async () => {
    expect((await privately('/inbox'))[0]).toContain('/switch');
    expect((await privately('/switch nowhere'))[0]).toContain('no project nowhere');
    expect((await privately(`/switch ${project.slug}`))[0]).toContain(project.slug);
    expect((await privately('/projects'))[0]).toContain(`✅ Tests (${project.slug})`);
  });

  it('list projects page by page, with a button for each', async () => {
    const slugs = await Promise.all(Array.from({ length: 9 }, async () => (await talk.stack.project()).project.slug));
    const memberships = slugs.map((slug) => ({ project: slug, role: 'OPERATOR' }) as const);
    const mia = await talk.person('Mia', project.slug, 'OPERATOR', { memberships });
    const [first] = await talk.answers(mia.user, () => talk.telegram.say(mia.user, mia.user, '/projects'));
    const [second] = await talk.answers(mia.user, () => void talk.telegram.press(mia.user, first!, 'More'));
    expect(second?.text).toContain('Projects');
    const button = second!.buttons.flat()[0]!;
    expect(button).toContain('Switch to');
    expect((await talk.press(mia.user, second!, button))?.text).toContain('Your commands are about');
    expect(slugs).toContain((await store().telegram.accounts.byUser(mia.user.id))?.project);
  });

  it('create tasks and list them in the inbox', async () => {
    const [created] = await privately('/new Fix <b>bold</b> bugs\nIn two lines\nof text 👋🏽');
    expect(created).toContain('Code change');
    const { items } = await store()
      .tasks.cards({ projects: [project.slug] }, 10)
      .then(({ cards }) => ({ items: cards }));
    expect(items.map(({ title }) => title)).toEqual(['Fix <b>bold</b> bugs']);
    const task = await store().tasks.byKey(items[0]!.key);
    expect(task).toMatchObject({ source: 'TELEGRAM', description: 'In two lines\nof text 👋🏽', type: 'CODE_CHANGE' });
    expect((await privately('/inbox'))[0]).toContain('Fix <b>bold</b> bugs');
  });

  it('say how the project is and what it costs', async () => {
    const { token } = await agentWith(talk.stack.api, project, { name: 'Rusty Rita' });
    const [status] = await privately('/status');
    expect(status).toContain('1 of 1 agent active');
    expect(status).toContain('Inbox: 1');
    expect((await privately('/burnrate'))[0]).toContain('$0.00 today');
    const usage = { inputTokens: 10, outputTokens: 5, costMicros: 120_000 };
    const run = await talk.stack.api.post('/runs', {}, { token });
    expectStatus(run, 201);
    expectStatus(await talk.stack.api.post(`/runs/${run.body.id}/finish`, { usage }, { token }), 200);
    expect((await privately('/burnrate'))[0]).toContain('$0.12 today');
  });

  it('pause, resume and quarantine agents', async () => {
    expect((await privately('/pause_squad lunch'))[0]).toContain('Paused 1 agent of');
    expect((await privately('/resume_squad'))[0]).toContain('Resumed 1 agent of');
    expect((await privately('/quarantine nobody'))[0]).toContain('no agent called nobody');
    expect((await privately('/quarantine rusty rita leaks keys'))[0]).toContain('QUARANTINED: leaks keys');
  });

  it('stop everything and let it go on', async () => {
    expect((await privately('/stop'))[0]).toContain('Say why');
    expect((await privately('/stop fire'))[0]).toContain('Everything is stopped');
    expect((await store().installation.read()).emergencyStop?.reason).toBe('fire');
    expect((await privately('/resume'))[0]).toContain('fire');
    expect((await privately('/resume'))[0]).toContain('no emergency stop');
  });

  it('say what a role may not do', async () => {
    const vera = await talk.person('Vera', project.slug, 'VIEWER');
    expect((await talk.ask(vera.user, vera.user, '/pause_squad'))[0]).toContain('it takes OPERATOR');
    expect((await talk.ask(vera.user, vera.user, '/stop now'))[0]).toContain('only an ADMIN'.slice(5));
  });

  it('decide on approvals by what their ids end with', async () => {
    const ask = async () => {
      const key = await project.task();
      const body = {
        action: 'Send <it>',
        summary: 'To all',
        risk: 'YELLOW',
        blocking: false,
        justification: 'Because',
      };
      expectStatus(await project.command(key, 'requestApproval', body), 200);
      return key;
    };
    const [one, two] = [await ask(), await ask()];
    expect(await privately('/my_approvals')).toHaveLength(2);
    expect((await privately('/approve A1'))[0]).toContain(' or ');
    expect((await privately(`/approve ${one.toLowerCase()}-a1 fine`))[0]).toContain(`${one}-A1 is approved: fine`);
    expect((await privately('/deny a1'))[0]).toContain('Say why');
    expect((await privately('/deny a1 too early'))[0]).toContain(`${two}-A1 is denied: too early`);
    expect((await privately(`/deny ${two}-A1 again`))[0]).toContain('already DENIED');
    expect((await privately('/my_approvals'))[0]).toContain('No approval waits for you');
  });
});
