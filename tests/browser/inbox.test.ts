import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import type { ApiClient } from '../../cli/api-client.ts';
import type { Approval } from '../../domain/task/state.ts';
import type { ApprovalView } from '../../operations/schemas/approval.ts';
import type { CommandResult } from '../../operations/schemas/commands.ts';
import { obstaclesOn } from './obstacles.test-support.ts';
import { startExecutor } from './executor.test-support.ts';
import { badge, dialog, drawer, notice } from './places.test-support.ts';
import {
  addPerson,
  assign,
  command,
  createAgent,
  createProject,
  createTask,
  plan,
  startUi,
  START_MS,
  until,
  type Ui,
} from './ui.test-support.ts';

const TEST_MS = 90_000;

let ui: Ui;
/** Asks for everything: nobody decides on what they asked for themselves. */
let paula: ApiClient;
let olga: ApiClient;
beforeAll(async () => {
  ui = await startUi();
  await createProject(ui.client, 'inbox', 'IN', 'Inbox');
  paula = await addPerson(ui, 'Paula Peer');
  olga = await addPerson(ui, 'Olga Other');
}, START_MS);
afterEach(async () => {
  expect(await ui.closePages()).toEqual([]);
  const { items } = await ui.client.get<{ items: ApprovalView[] }>('/approvals?status=PENDING');
  for (const { id, taskKey } of items) await withdraw(taskKey, id);
});
afterAll(() => ui.close(), START_MS);

const withdraw = (key: string, approvalId: string) =>
  paula.post(`/tasks/${key}/commands/cancelApproval`, { approvalId, reason: 'the test is over' });

/** A task with a request of Paula's for each of `asked`, the first to expire first. */
async function asking(title: string, asked: readonly Partial<Approval>[]): Promise<readonly string[]> {
  const { key } = await createTask(ui.client, 'inbox', title);
  const ids: string[] = [];
  for (const [index, fields] of asked.entries()) {
    const { approvalId = '' } = await paula.post<CommandResult>(`/tasks/${key}/commands/requestApproval`, {
      action: `step ${index + 1}`,
      summary: `May I do **step ${index + 1}**?`,
      risk: 'YELLOW',
      blocking: false,
      expiresInMinutes: 60 + index,
      ...fields,
    });
    ids.push(approvalId);
  }
  return ids;
}

const list = (page: Page, name = 'Pending approvals'): Locator => page.getByRole('list', { name, exact: true });
const cardOf = (page: Page | Locator, id: string): Locator =>
  page.getByRole('article', { name: new RegExp(`^${id} `) });
const decide = (client: ApiClient, id: string, body: object) => client.post(`/approvals/${id}/decide`, body);
const statusOf = async (id: string) => (await ui.client.get<ApprovalView>(`/approvals/${id}`)).status;

/** Keeps the page's next request to `path` on its way until `meanwhile` has happened. */
async function beaten(page: Page, path: string, meanwhile: () => Promise<unknown>): Promise<void> {
  await page.route(
    `**/api/v1${path}`,
    async (route) => {
      await meanwhile();
      await route.continue();
    },
    { times: 1 },
  );
}

it(
  'decides by keys, tells what became of it, and keeps the newest decision on top',
  async () => {
    const [first = '', second = '', third = ''] = await asking('By keys', [
      { payload: { command: 'npm publish --dry-run', directory: 'packages/core' }, risk: 'GREEN' },
      { rollbackPlan: 'Put the old file back' },
      {},
    ]);
    const page = await ui.open('/inbox');
    const cards = list(page).getByRole('article');
    await until(async () => expect(await cards.count()).toBe(3));
    await cards.first().getByText('npm publish --dry-run').waitFor();
    await cards.first().getByText('Low risk').waitFor();
    await cards
      .first()
      .getByText(/^expires in 59:/)
      .waitFor();
    await cards
      .first()
      .getByText(/^escalates in 2\d:/)
      .waitFor();
    expect(await page.title()).toBe('(3) Inbox · Mission Control');

    await page.keyboard.press('a');
    await notice(page, 'Approved: step 1').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('d');
    const why = dialog(page, 'Why?');
    await why.getByText('step 2').waitFor();
    await page.keyboard.type('It has no tests');
    await page.keyboard.press('Control+Enter');
    await notice(page, 'Denied: step 2').waitFor();
    await until(async () => expect(await cards.count()).toBe(1));
    expect([await statusOf(first), await statusOf(second), await statusOf(third)]).toEqual([
      'APPROVED',
      'DENIED',
      'PENDING',
    ]);

    await page.getByRole('link', { name: 'Decided' }).click();
    const decided = list(page, 'Decided approvals').getByRole('article');
    await until(async () => expect(await decided.count()).toBe(2));
    expect(await decided.first().getAttribute('aria-label')).toBe(`${second} step 2`);
    expect(await decided.first().innerText()).toMatch(/denied .*: It has no tests/s);
    await decided.last().getByRole('button', { name: 'Decision chain' }).click();
    const chain = page.getByRole('list', { name: `Decision chain of ${first}` });
    await chain.getByText(`asked for approval ${first}`).waitFor();
    await chain.getByText(`approved ${first}`).waitFor();
  },
  TEST_MS,
);

it(
  'takes a decision back in plain words where somebody was faster, also while the reason is typed',
  async () => {
    const [approved = '', denied = '', typed = ''] = await asking('Two at once', [{}, {}, {}]);
    const page = await ui.open('/inbox');
    await beaten(page, `/approvals/${approved}/decide`, () =>
      decide(olga, approved, { decision: 'DENY', reason: 'Not on a Friday' }),
    );
    await cardOf(page, approved).getByRole('button', { name: 'Approve' }).click();
    await notice(page, 'Olga Other denied it already: Not on a Friday').waitFor();
    await beaten(page, `/approvals/${denied}/decide`, () => decide(olga, denied, { decision: 'APPROVE' }));
    await cardOf(page, denied).getByRole('button', { name: 'Deny' }).click();
    await dialog(page, 'Why?').getByLabel('Reason').fill('I would not');
    await dialog(page, 'Why?').getByRole('button', { name: 'Deny' }).click();
    await dialog(page, 'Why?').getByText('Olga Other approved it already.').waitFor();
    await dialog(page, 'Why?').getByRole('button', { name: 'Back' }).click();

    await cardOf(page, typed).getByRole('button', { name: 'Deny' }).click();
    await dialog(page, 'Why?').getByLabel('Reason').fill('Wait for');
    await decide(olga, typed, { decision: 'APPROVE' });
    await cardOf(page, typed).waitFor({ state: 'detached' });
    await dialog(page, 'Why?').getByRole('button', { name: 'Deny' }).click();
    await dialog(page, 'Why?').getByText('Olga Other approved it already.').waitFor();
  },
  TEST_MS,
);

it(
  'waits for two people where the risk is high, and says who has decided',
  async () => {
    const [id = ''] = await asking('Two people', [{ risk: 'RED', summary: 'Drop the old table' }]);
    const page = await ui.open('/inbox');
    await cardOf(list(page), id).getByText('0 of 2 decisions').waitFor();
    await cardOf(list(page), id).getByRole('button', { name: 'Approve (1 of 2)' }).click();
    await notice(page, 'A second decision is needed').waitFor();
    const mine = cardOf(list(page, 'Approvals for others'), id);
    await mine.getByText('1 of 2 decisions').waitFor();
    await mine.getByText(/already decided/).waitFor();
    expect(await mine.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await decide(olga, id, { decision: 'APPROVE' });
    await page.getByText('Nothing waits for a decision').waitFor();
    expect(await statusOf(id)).toBe('APPROVED');
  },
  TEST_MS,
);

it(
  'decides on several at once by keys, and lists what was refused',
  async () => {
    const ids = await asking('Several', [{}, {}, {}, {}]);
    const page = await ui.open('/inbox');
    await cardOf(page, ids[3]!).waitFor();
    for (const key of ['x', 'j', 'j', 'Shift+X']) await page.keyboard.press(key);
    const bar = page.getByRole('region', { name: 'Selected approvals' });
    await bar.getByText('3 selected').waitFor();
    await beaten(page, '/approvals/decide', () => decide(olga, ids[1]!, { decision: 'DENY', reason: 'Twice' }));
    await page.keyboard.press('a');
    await dialog(page, 'Approve 3?').getByRole('button', { name: 'Approve 3' }).click();
    await notice(page, '2 approved, 1 not').waitFor();
    await page.getByRole('alert').getByText('Olga Other denied it already: Twice').waitFor();
    await until(async () => expect(await list(page).getByRole('article').count()).toBe(1));
    expect(await Promise.all(ids.map(statusOf))).toEqual(['APPROVED', 'DENIED', 'APPROVED', 'PENDING']);

    await list(page).getByRole('checkbox').check();
    await bar.getByRole('button', { name: 'Deny 1' }).click();
    await dialog(page, 'Deny 1?').getByLabel('Reason').fill('One is enough');
    await dialog(page, 'Deny 1?').getByRole('button', { name: 'Deny 1' }).click();
    await page.getByText('Nothing waits for a decision').waitFor();
    await notice(page, '1 denied').waitFor();
    expect(await statusOf(ids[3]!)).toBe('DENIED');
  },
  TEST_MS,
);

it(
  'hands a decision to the admins, whom an operator then waits for, and takes a request back',
  async () => {
    const agent = await createAgent(ui.client, 'inbox', 'Ada');
    const [id = '', other = ''] = await asking('Handed on', [{}, {}]);
    const key = id.replace(/-A\d+$/, '');
    await assign(ui.client, key, agent);
    const page = await ui.open(`/p/inbox/t/${key}?tab=approvals`);
    await cardOf(drawer(page, key), id)
      .getByRole('button', { name: `More for ${id}` })
      .click();
    await page.getByRole('menuitem', { name: 'Hand to the admins…' }).click();
    await dialog(page, 'Hand to the admins').getByLabel('Reason').fill('It is about money');
    await dialog(page, 'Hand to the admins').getByRole('button', { name: 'Hand over' }).click();
    await notice(page, `${id} is left to the admins`).waitFor();

    const operator = await operatorPage('otto@example.org');
    await cardOf(list(operator, 'Approvals for others'), id).getByText(/ADMIN/).waitFor();
    await cardOf(list(operator), other)
      .getByRole('button', { name: `More for ${other}` })
      .click();
    await operator.getByRole('menuitem', { name: 'Withdraw the request…' }).click();
    await dialog(operator, 'Withdraw the request').getByLabel('Reason').fill('Not needed any more');
    await dialog(operator, 'Withdraw the request').getByRole('button', { name: 'Withdraw', exact: true }).click();
    await cardOf(drawer(page, key), other).getByText('withdrew it').waitFor();
    expect(await cardOf(drawer(page, key), other).innerText()).toMatch(/otto withdrew it .*: Not needed any more/s);
    await cardOf(drawer(page, key), id).getByRole('button', { name: 'Approve' }).click();
    await notice(page, 'Approved: step 1').waitFor();
    await operator.getByText('Nothing waits for a decision').waitFor();
  },
  TEST_MS,
);

it(
  'allows the same call again for a while, and keeps secrets out of what is shown',
  async () => {
    const intern = await createAgent(ui.client, 'inbox', 'Ian Intern', 'INTERN');
    const executor = await startExecutor(ui, 'inbox-box', ['CURSOR']);
    const { key } = await createTask(ui.client, 'inbox', 'Push it', { type: 'CODE_CHANGE' });
    await assign(ui.client, key, intern);
    await plan(ui.client, key);
    await command(ui.client, key, 'dispatch', { executor: 'CURSOR' });
    const work = await executor.claim();
    const call = {
      summary: 'Push the branch',
      arguments: { branch: 'mc/push-it', token: `ghp_${'aB3dE6gH9j'.repeat(4)}` },
    };
    expect(await work.askFor('git_push', call)).toMatchObject({ decision: 'NEEDS_APPROVAL' });

    const page = await ui.open('/inbox');
    const asked = cardOf(list(page), `${key}-A1`);
    await asked.getByText('Use of a tool').waitFor();
    await asked.getByText('redacted: github token').waitFor();
    expect(await page.content()).not.toContain('ghp_');
    await asked.getByRole('button', { name: 'Allow the same again…' }).click();
    const terms = dialog(page, 'Approve, and allow the same again');
    await terms.getByLabel('Times').fill('0');
    expect(await terms.getByRole('button', { name: 'Approve and allow' }).isDisabled()).toBe(true);
    await terms.getByLabel('Times').fill('2');
    await terms.getByLabel('Minutes').fill('30');
    expect(await obstaclesOn(page)).toEqual([]);
    await terms.getByRole('button', { name: 'Approve and allow' }).click();
    await notice(page, 'Approved: git_push. A second decision is needed.').waitFor();
    const grant = { scope: 'SAME_CALL', minutes: 480, uses: 50 };
    await decide(olga, `${key}-A1`, { decision: 'APPROVE', grant });

    await page.goto(`/p/inbox/t/${key}?tab=approvals`);
    const grants = drawer(page, key).getByRole('region', { name: 'Allowed without asking' });
    await grants.getByText(/Same call of git_push allowed 2 more times until \d\d:\d\d/).waitFor();
    expect(await work.askFor('git_push', call)).toMatchObject({ decision: 'ALLOW' });
    await grants.getByText(/allowed once more/).waitFor();
    await work.complete({ summary: 'Pushed.' });
  },
  TEST_MS,
);

/** The inbox of somebody who is an operator of the project and nothing else. */
async function operatorPage(email: string): Promise<Page> {
  const memberships = [{ project: 'inbox', role: 'OPERATOR' }];
  const { token } = await ui.client.post<{ token: string }>('/people/invitations', { email, memberships });
  const password = 'a sentence of some length';
  await ui.client.post('/invitations/accept', { token, name: 'otto', password });
  const page = await ui.openSignedOut();
  await page.goto('/inbox');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await badge(page, 'Live').waitFor();
  return page;
}

it.each([
  { device: 'desktop' as const, theme: 'light' as const },
  { device: 'phone' as const, theme: 'dark' as const },
])(
  'is within reach of everybody on a $device in $theme',
  async ({ device, theme }) => {
    const ids = await asking(`Seen on a ${device}`, [
      {
        risk: 'GREEN',
        payload: {
          command: `curl --silent --header 'x-trace: ${'0123456789'.repeat(12)}' https://example.org/a/very/long/path`,
          workingDirectory: '/srv/checkouts/storefront/packages/a-package-with-a-rather-long-name/src',
          isForced: false,
        },
      },
      { risk: 'YELLOW', payload: { diff: `--- a/one.ts\n+++ b/one.ts\n@@ -1 +1 @@\n-${'a'.repeat(200)}\n+b` } },
      { risk: 'RED', payload: { hosts: ['a.example.org', 'b.example.org'], nested: { deep: { er: [1, 2] } } } },
    ]);
    const page = await ui.open('/inbox', device, theme);
    await cardOf(page, ids[2]!).waitFor();
    await cardOf(page, ids[0]!).getByRole('checkbox').check();
    await page.getByRole('region', { name: 'Selected approvals' }).waitFor();
    await cardOf(page, ids[0]!).getByRole('button', { name: 'Decision chain' }).click();
    await page.getByRole('list', { name: `Decision chain of ${ids[0]}` }).waitFor();
    expect(await obstaclesOn(page)).toEqual([]);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(width).toBeLessThanOrEqual(0);
    await page.goto('/inbox?tab=decided');
    await list(page, 'Decided approvals').getByRole('article').first().waitFor();
    expect(await obstaclesOn(page)).toEqual([]);
  },
  TEST_MS,
);
