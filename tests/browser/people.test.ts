import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { badge, cardIn, dialog, drawer, notice, statusOf, tab } from './places.test-support.ts';
import {
  addPerson,
  assign,
  command,
  createAgent,
  createProject,
  createTask,
  plan,
  signInLink,
  startUi,
  START_MS,
  until,
  type Ui,
} from './ui.test-support.ts';

const TEST_MS = 60_000;

/** A picture of one dot. */
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let ui: Ui;
let agent: Awaited<ReturnType<typeof createAgent>>;
beforeAll(async () => {
  ui = await startUi();
  await createProject(ui.client, 'people', 'PP');
  agent = await createAgent(ui.client, 'people', 'Ada');
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

async function planned(title: string, fields: object = {}): Promise<string> {
  const { key } = await createTask(ui.client, 'people', title, fields);
  await assign(ui.client, key, agent);
  await plan(ui.client, key);
  return key;
}

it(
  'a person takes manual work, completes it and gets it back with feedback',
  async () => {
    const key = await planned('Call the merchant', { checklist: [{ label: 'Reached somebody', checked: false }] });
    const page = await ui.open(`/p/people/t/${key}?tab=executions`);
    const task = drawer(page, key);
    await task.getByRole('combobox', { name: 'Executor' }).selectOption('A person');
    await task.getByRole('button', { name: 'Dispatch' }).click();
    const execution = task.getByRole('listitem', { name: `${key}-X1` });
    await execution.getByRole('button', { name: 'Take' }).click();
    await execution.getByText('Local owner').waitFor();
    await execution.getByRole('button', { name: 'Complete' }).click();
    const form = dialog(page, 'Complete the work');
    await form.getByLabel('Summary').fill('Called, they agree.');
    expect(await form.getByRole('button', { name: 'Complete' }).isDisabled()).toBe(true);
    await form.getByRole('checkbox', { name: 'Reached somebody' }).check();
    await form.getByRole('button', { name: 'Complete' }).click();
    await form.waitFor({ state: 'detached' });
    await statusOf(page, key, 'Review').waitFor();
    await execution.getByText('Completed', { exact: true }).waitFor();

    await tab(page, key, 'Overview').click();
    await task.getByText('Called, they agree.').waitFor();
    await task.getByRole('button', { name: 'Send back: move to In progress' }).click();
    const feedback = dialog(page, 'What should change?');
    await feedback.getByLabel('Feedback').fill('Ask them for it *in writing*.');
    await feedback.getByRole('button', { name: 'Send back' }).click();
    await feedback.waitFor({ state: 'detached' });
    await statusOf(page, key, 'In progress').waitFor();
    await task.getByText('in writing').waitFor();
  },
  TEST_MS,
);

it(
  'a person finds work in the inbox, and hands it in with files, its time and its cost',
  async () => {
    const key = await planned('Photograph the shelf', { description: 'From the *left* side.' });
    await command(ui.client, key, 'dispatch', { executor: 'MANUAL' });
    const page = await ui.open('/inbox');
    await page.getByRole('link', { name: 'Work', exact: true }).click();
    const waiting = page.getByRole('region', { name: 'Waits for somebody' });
    await waiting.getByText('left').waitFor();
    await waiting.getByRole('button', { name: 'Take' }).click();
    const mine = page.getByRole('region', { name: 'Yours' }).getByRole('listitem', { name: `${key}-X1` });
    await mine.getByRole('button', { name: 'Complete' }).click();

    const form = dialog(page, 'Complete the work');
    await form.getByLabel('Summary').fill('Here it is.');
    await form.getByLabel('Files to add').setInputFiles([
      { name: 'shelf.png', mimeType: 'image/png', buffer: DOT },
      { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('It is dusty.\n') },
      { name: 'wrong.txt', mimeType: 'text/plain', buffer: Buffer.from('Not this one.') },
    ]);
    await form.getByRole('button', { name: 'Leave out wrong.txt' }).click();
    await form.getByLabel('Minutes worked').fill('30');
    await form.getByLabel('Cost in dollars').fill('12.50');
    await form.getByRole('button', { name: 'Complete' }).click();
    await page.getByText('No work waits for a person').waitFor();

    await page.goto(`/p/people/t/${key}?tab=overview`);
    const task = drawer(page, key);
    await task.getByRole('button', { name: 'Show picture' }).click();
    const picture = task.getByRole('img', { name: 'shelf.png' });
    await until(async () => {
      expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1);
    });
    await task.getByRole('button', { name: 'Show text' }).click();
    await task.getByText('It is dusty.').waitFor();
    expect(await task.getByText('wrong.txt').count()).toBe(0);
    await tab(page, key, 'Cost').click();
    await task.getByText('$12.50').first().waitFor();
    const { items } = await ui.client.get<{ items: { usage: object }[] }>(`/runs?task=${key}`);
    expect(items).toMatchObject([{ usage: { seconds: 1800, costMicros: 12_500_000, costSource: 'BILLED' } }]);
  },
  TEST_MS,
);

it(
  'a denial needs a reason, which blocks the task and is shown with it',
  async () => {
    const paula = await addPerson(ui, 'Paula Peer');
    const key = await planned('Delete the archive');
    await command(ui.client, key, 'transition', { to: 'IN_PROGRESS' });
    await command(paula, key, 'requestApproval', {
      action: 'delete archive',
      summary: 'It is 9 years old.',
      risk: 'YELLOW',
    });
    const page = await ui.open('/inbox');
    await page.getByRole('article', { name: `${key}-A1 delete archive` }).waitFor();
    await page.keyboard.press('d');
    const why = dialog(page, 'Why?');
    expect(await why.getByRole('button', { name: 'Deny' }).isDisabled()).toBe(true);
    await why.getByLabel('Reason').fill('The law says ten years');
    await why.getByRole('button', { name: 'Deny' }).click();
    await why.waitFor({ state: 'detached' });
    await page.getByText('Nothing waits for a decision').waitFor();
    await page.goto('/p/people');
    await cardIn(page, 'BLOCKED', key).getByText('The law says ten years').waitFor();
    await page.goto(`/p/people/t/${key}?tab=overview`);
    await drawer(page, key).getByText('The law says ten years').first().waitFor();
    await tab(page, key, 'Approvals').click();
    const approval = drawer(page, key).getByRole('article', { name: `${key}-A1 delete archive` });
    await approval.getByText('denied', { exact: true }).waitFor();
    await approval.getByText('The law says ten years').waitFor();
  },
  TEST_MS,
);

it(
  'what is of high risk needs two people, and nobody decides on their own request',
  async () => {
    const paula = await addPerson(ui, 'Peter Peer');
    const key = await planned('Pay the invoice');
    await command(ui.client, key, 'requestApproval', { action: 'my own wish', summary: 'Please', risk: 'GREEN' });
    await command(paula, key, 'requestApproval', { action: 'pay', summary: '$ 12,000', risk: 'RED' });
    const page = await ui.open(`/p/people/t/${key}?tab=approvals`);
    const own = drawer(page, key).getByRole('article', { name: `${key}-A1 my own wish` });
    await own.getByText(/needs somebody else$/).waitFor();
    const pay = drawer(page, key).getByRole('article', { name: `${key}-A2 pay` });
    await pay.getByRole('button', { name: 'Approve' }).click();
    await notice(page, 'Approved: pay. A second decision is needed.').waitFor();
    await pay.getByText('1 of 2 decisions').waitFor();
    await pay.getByText(/^Local owner has already decided/).waitFor();
    const third = await addPerson(ui, 'Vera Vote');
    await third.post(`/approvals/${key}-A2/decide`, { decision: 'APPROVE' });
    await pay.getByText('approved', { exact: true }).waitFor();
  },
  TEST_MS,
);

it(
  'signing out ends the session, a wrong token is refused in words, and the theme is remembered',
  async () => {
    const page = await ui.open('/p/people');
    const account = page.getByRole('button', { name: 'Account and theme: Local owner' });
    await account.click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.reload();
    await until(async () => expect(await page.locator('html').getAttribute('data-theme')).toBe('dark'));
    const [cookie] = await page.context().cookies();
    await account.click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Mission Control' }).waitFor();
    expect(await page.context().cookies()).toEqual([]);
    const replay = await fetch(`${ui.stack.url}/api/v1/session`, {
      headers: { cookie: `${cookie?.name}=${cookie?.value}` },
    });
    expect(replay.status).toBe(401);

    await page.getByLabel('Key', { exact: true }).fill('mc_owner_wrong');
    await page.getByRole('button', { name: 'Sign in with the key' }).click();
    await page.getByRole('alert').getByText('not known').waitFor();
    await page.getByLabel('Key', { exact: true }).fill(signInLink(ui.stack));
    await page.getByRole('button', { name: 'Sign in with the key' }).click();
    await badge(page, 'Live').waitFor();
    expect(page.url()).toBe(`${ui.stack.url}/p/people`);
  },
  TEST_MS,
);
