import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ApiClient } from '../../cli/api-client.ts';
import { offerSetup } from '../../operations/accounts/setup.ts';
import type { CreatedInvitation } from '../../operations/schemas/people.ts';
import { obstaclesOn } from './obstacles.test-support.ts';
import { badge, card, dialog, drawer, notice } from './places.test-support.ts';
import { createProject, createTask, startUi, START_MS, until, type Ui } from './ui.test-support.ts';

const TEST_MS = 90_000;
const PASSWORD = 'a sentence of some length';

let ui: Ui;
beforeAll(async () => {
  ui = await startUi();
  await createProject(ui.client, 'accounts', 'AC', 'Accounts');
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

const live = (page: Page) => badge(page, 'Live').waitFor();
const accountMenu = (page: Page) => page.getByRole('button', { name: /^Account and theme/ });

/** Somebody who has an account. */
async function join(email: string, memberships: readonly object[] = []): Promise<void> {
  const { token } = await ui.client.post<CreatedInvitation>('/people/invitations', { email, memberships });
  const name = email.split('@')[0] ?? email;
  await ui.client.post('/invitations/accept', { token, name, password: PASSWORD });
}

async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signedIn(email: string, path = '/'): Promise<Page> {
  const page = await ui.openSignedOut();
  await page.goto(path);
  await signIn(page, email);
  await live(page);
  return page;
}

it(
  'the set-up link makes the first administrator, who invites a viewer and makes them an operator',
  async () => {
    const { key } = await createTask(ui.client, 'accounts', 'Look at the accounts');
    const olga = await ui.openSignedOut();
    await olga.goto((await offerSetup(ui.stack.mongodbUri)) ?? 'set up already');
    await olga.getByLabel('Name').fill('Olga Owner');
    await olga.getByLabel('E-mail').fill('olga@example.org');
    await olga.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await olga.getByRole('button', { name: 'Create the account' }).click();
    await live(olga);
    await accountMenu(olga).click();
    await olga.getByRole('menuitem', { name: 'People and keys' }).click();
    await olga.getByRole('button', { name: 'Invite' }).click();
    await dialog(olga, 'Invite somebody').getByLabel('E-mail').fill('vera@example.org');
    await dialog(olga, 'Invite somebody').getByLabel('Role in Accounts').selectOption('Viewer');
    await dialog(olga, 'Invite somebody').getByRole('button', { name: 'Make the link' }).click();
    const link = await dialog(olga, 'The invitation').getByLabel('Link').inputValue();
    await dialog(olga, 'The invitation').getByRole('button', { name: 'I have kept it' }).click();
    const pending = olga.getByRole('list', { name: 'Pending invitations' }).getByText('vera@example.org');
    await pending.waitFor();

    const vera = await ui.openSignedOut();
    await vera.goto(link);
    await vera.getByText('Olga Owner invites you.').waitFor();
    expect(await vera.getByLabel('E-mail').inputValue()).toBe('vera@example.org');
    await vera.getByLabel('Name').fill('Vera Viewer');
    await vera.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await vera.getByRole('button', { name: 'Join' }).click();
    await card(vera, key).getByRole('link').click();
    await drawer(vera, key).getByText('Look at the accounts').first().waitFor();
    await seesOnlyWhatViewersMay(vera, key);

    await olga.goto('/projects/accounts/settings');
    const member = olga.getByRole('list', { name: 'Members' }).getByRole('listitem', { name: 'Vera Viewer' });
    await member.getByRole('combobox').selectOption('Operator');
    await notice(olga, 'vera@example.org is operator now').waitFor();
    await drawer(vera, key).getByRole('button', { name: 'Assign: move to Assigned' }).waitFor();
    await vera.getByRole('button', { name: 'New task' }).click();
    await dialog(vera, 'New task').getByLabel('Title').fill('What an operator may write');
    await dialog(vera, 'New task').getByRole('button', { name: 'Create' }).click();
    await olga.goto('/p/accounts');
    await olga.getByText('What an operator may write').waitFor();
    await olga.goto(link);
    await olga.getByRole('heading', { name: 'This link does not work' }).waitFor();
  },
  TEST_MS,
);

/** Of what changes something, nothing is offered. */
async function seesOnlyWhatViewersMay(page: Page, key: string): Promise<void> {
  const names = await page.evaluate<string[]>(
    `[...document.querySelectorAll('button')].map((button) => button.getAttribute('aria-label') ?? button.innerText)`,
  );
  const changing = names.filter((name) => !name.startsWith('Collapse '));
  expect(
    changing.filter((name) => /new task|assign|move|edit|delete|cancel|status|write|dispatch/i.test(name)),
  ).toEqual([]);
  expect(await drawer(page, key).getByRole('textbox').count()).toBe(0);
  await page.keyboard.press('c');
  await page.getByRole('button', { name: /^Project: / }).click();
  await page.getByRole('menuitemradio', { name: /Accounts\s*Viewer/ }).waitFor();
  expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Recurring tasks']);
  await page.keyboard.press('Escape');
  expect(await page.getByRole('dialog').count()).toBe(0);
}

it(
  'a wrong password is refused without telling more, and a changed one signs other browsers out',
  async () => {
    await join('paul@example.org');
    const page = await ui.openSignedOut();
    await page.goto('/account?from=a-link');
    await signIn(page, 'paul@example.org', 'not the password');
    const refusal = await page.getByRole('alert').innerText();
    await signIn(page, 'nobody@example.org', 'not the password');
    await until(async () => expect(await page.getByRole('alert').innerText()).toBe(refusal));
    await signIn(page, 'paul@example.org');
    await page.getByRole('heading', { name: 'Account', exact: true }).waitFor();
    expect(page.url()).toContain('/account?from=a-link');

    const elsewhere = await signedIn('paul@example.org');
    await elsewhere.getByText('You are in no project yet').waitFor();
    await elsewhere.getByText('paul@example.org').waitFor();
    await page.getByLabel('Current password', { exact: true }).fill('not the password');
    await page.getByLabel('New password', { exact: true }).fill('another sentence altogether');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('is wrong', { exact: true }).waitFor();
    await page.getByLabel('Current password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Change password' }).click();
    await notice(page, 'Your password is changed').waitFor();
    await elsewhere.reload();
    await signIn(elsewhere, 'paul@example.org', 'another sentence altogether');
    await live(elsewhere);

    await page.getByRole('button', { name: 'Sign out everywhere…' }).click();
    await dialog(page, 'Sign out everywhere?').getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByRole('heading', { name: 'Sign in to Mission Control' }).waitFor();
    await elsewhere.reload();
    await elsewhere.getByRole('heading', { name: 'Sign in to Mission Control' }).waitFor();
  },
  TEST_MS,
);

it(
  'a key is shown once, works, and is refused after it is revoked',
  async () => {
    await join('kim@example.org', [{ project: 'accounts', role: 'VIEWER' }]);
    const page = await signedIn('kim@example.org', '/account');
    await page.getByRole('button', { name: 'New key' }).click();
    const form = dialog(page, 'New personal key');
    await form.getByLabel('Name').fill('Nightly script');
    await form.getByRole('button', { name: 'projects' }).click();
    await form.getByRole('button', { name: 'Create key' }).click();
    const shown = dialog(page, 'The key Nightly script');
    await shown.getByText('shown this once').waitFor();
    const token = await shown.getByLabel('Token').inputValue();
    await shown.getByRole('button', { name: 'I have kept it' }).click();
    const client = new ApiClient({ url: ui.stack.url, token });
    await client.get('/projects');
    await expect(client.get('/approvals')).rejects.toMatchObject({ status: 403 });

    await page.reload();
    const item = page.getByRole('listitem', { name: 'Nightly script' });
    await item.getByText('only projects').waitFor();
    await item.getByText(`…${token.slice(-4)}`).waitFor();
    expect(await page.content()).not.toContain(token);
    await item.getByRole('button', { name: 'Revoke Nightly script' }).click();
    await dialog(page, 'Revoke Nightly script?').getByRole('button', { name: 'Revoke' }).click();
    await item.getByText('revoked', { exact: true }).waitFor();
    await until(() => expect(client.get('/projects')).rejects.toMatchObject({ status: 401 }));
  },
  TEST_MS,
);

it(
  'the emergency stop is seen at once by everybody, and only administrators lift it',
  async () => {
    await join('otto@example.org', [{ project: 'accounts', role: 'OPERATOR' }]);
    const operator = await signedIn('otto@example.org');
    await accountMenu(operator).click();
    expect(await operator.getByRole('menuitem', { name: /Stop everything/ }).count()).toBe(0);
    await operator.keyboard.press('Escape');
    const owner = await ui.open('/p/accounts');
    await accountMenu(owner).click();
    await owner.getByRole('menuitem', { name: 'Stop everything…' }).click();
    const ask = dialog(owner, 'Stop everything?');
    expect(await ask.getByRole('button', { name: 'Stop everything' }).isDisabled()).toBe(true);
    await ask.getByLabel('Reason').fill('The invoices are wrong');
    await ask.getByRole('button', { name: 'Stop everything' }).click();
    await ask.waitFor({ state: 'detached' });
    const alarm = operator.getByRole('alert').filter({ hasText: 'Everything is stopped.' });
    await alarm.getByText('The invoices are wrong').waitFor();
    expect(await alarm.getByRole('button').count()).toBe(0);
    const phone = await ui.open('/account', 'phone');
    await phone.getByRole('button', { name: 'Resume…' }).waitFor();
    expect(await obstaclesOn(phone)).toEqual([]);

    await operator.reload();
    await alarm.waitFor();
    await owner.getByRole('button', { name: 'Resume…' }).click();
    await dialog(owner, 'Resume?').getByRole('textbox').fill('They are right again');
    await dialog(owner, 'Resume?').getByRole('button', { name: 'Resume' }).click();
    await alarm.waitFor({ state: 'detached' });
  },
  TEST_MS,
);

it(
  'an administrator of a project sets it up, and its mode is seen at once',
  async () => {
    await createProject(ui.client, 'settings', 'SE', 'Settings');
    await join('ada@example.org', [{ project: 'settings', role: 'ADMIN' }]);
    await join('max@example.org');
    const page = await signedIn('ada@example.org', '/projects/settings/settings');
    await page.getByLabel('Time zone').fill('Mars/Olympus');
    await page.getByText('No time zone has this name').waitFor();
    await page.getByLabel('Time zone').fill('Asia/Kathmandu');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await notice(page, 'Settings is saved').waitFor();
    await page.getByLabel('Monthly budget').fill('250.5');
    await page.getByLabel('Docs').fill('1.25');
    await page.getByRole('button', { name: 'Save budgets' }).click();
    await until(async () =>
      expect(await ui.client.get('/projects/settings')).toMatchObject({
        timeZone: 'Asia/Kathmandu',
        monthlyBudgetMicros: 250_500_000,
        taskBudgets: { DOCS: 1_250_000 },
      }),
    );

    await page.getByLabel('Add by e-mail').fill('stranger@example.org');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('alert').getByText('invite them first').waitFor();
    const max = await signedIn('max@example.org');
    await max.getByText('You are in no project yet').waitFor();
    await page.getByLabel('Add by e-mail').fill('max@example.org');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('list', { name: 'Members' }).getByText('max@example.org').waitFor();
    await max.getByRole('heading', { name: 'Board of Settings' }).waitFor();

    await page.getByRole('button', { name: 'Change…' }).click();
    await dialog(page, 'Mode of Settings')
      .getByRole('radio', { name: /Paused/ })
      .check();
    await dialog(page, 'Mode of Settings').getByLabel('Reason').fill('A move of the office');
    await dialog(page, 'Mode of Settings').getByRole('button', { name: 'Change the mode' }).click();
    await badge(max, 'A move of the office').waitFor();
    await page.getByRole('list', { name: 'History of the mode' }).getByText('A move of the office').waitFor();
    expect(await page.getByRole('button', { name: 'Remove…' }).count()).toBe(0);

    const owner = await ui.open('/projects/settings/settings');
    await owner.getByRole('button', { name: 'Remove…' }).click();
    const ask = dialog(owner, 'Remove Settings?');
    await ask.getByLabel('Type settings to confirm').fill('something');
    expect(await ask.getByRole('button', { name: 'Remove the project' }).isDisabled()).toBe(true);
    await ask.getByLabel('Type settings to confirm').fill('settings');
    await ask.getByRole('button', { name: 'Remove the project' }).click();
    await notice(owner, 'Settings is removed').waitFor();
    await expect(ui.client.get('/projects/settings')).rejects.toMatchObject({ status: 404 });
  },
  TEST_MS,
);
