import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { git } from '../../cli/demo/git.ts';
import { createSampleRepository, type DemoRepository } from '../../cli/demo/sample-repository.ts';
import { temporaryFolder } from '../stack.test-support.ts';
import { badge, card, cardLink, dialog, drawer, notice, statusOf, tab } from './places.test-support.ts';
import {
  createAgent,
  createProject,
  signInLink,
  startUi,
  START_MS,
  until,
  type Device,
  type Ui,
} from './ui.test-support.ts';

const LIFE_MS = 120_000;
const WORK_MS = 60_000;
const AGENT = 'Careful Intern';

let ui: Ui;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  ui = await startUi();
  folder = await temporaryFolder();
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(async () => {
  await ui.close();
  await folder.remove();
}, START_MS);

/** One person at one screen: a click on a desktop is a tap on a phone. */
interface Person {
  readonly page: Page;
  readonly press: (target: Locator) => Promise<void>;
}

const personAt = (page: Page, device: Device): Person => ({
  page,
  press: (target) => (device === 'phone' ? target.tap() : target.click()),
});

describe.each([
  { device: 'desktop' as const, slug: 'desk', prefix: 'DSK', format: 'Markdown' },
  { device: 'phone' as const, slug: 'pocket', prefix: 'PKT', format: 'JSON' },
])('the life of a refactoring, by hand on a $device', ({ device, slug, prefix, format }) => {
  const key = `${prefix}-1`;
  let repository: DemoRepository;

  beforeAll(async () => {
    await createProject(ui.client, slug, prefix, `Project at the ${slug}`);
    await createAgent(ui.client, slug, AGENT, 'INTERN');
    const home = await temporaryFolder();
    repository = await createSampleRepository(home.path);
  });

  it(
    'goes from the printed link to a branch on the remote, a diff that was reviewed and a report',
    async () => {
      const page = await ui.openSignedOut(device);
      const person = personAt(page, device);
      await signIn(person);
      await chooseProject(person, `Project at the ${slug}`);
      await writeTask(person, key, repository);
      await person.press(cardLink(page, key));
      await assignAgent(person, key);
      await planWork(person, key);
      await dispatch(person, key);
      await seeItWork(person, key);
      await (device === 'desktop' ? approveByKey(person, key) : approveByTouch(person, key));
      await reviewDiff(person, key);
      await accept(person, key);
      await readTimeline(person, key);
      await exportReport(person, key, format);
      await seeItDone(person, key, device);
      await expectBranch(key, repository);
    },
    LIFE_MS,
  );
});

async function signIn({ page }: Person): Promise<void> {
  await page.goto(signInLink(ui.stack));
  await badge(page, 'Live').waitFor();
  expect(page.url()).not.toContain('token');
  const reachable = await page.evaluate<string>(
    'JSON.stringify([location.href, history.state, localStorage, document.cookie])',
  );
  expect(reachable).not.toContain(ui.stack.ownerToken);
  const cookies = await page.context().cookies();
  expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
  await page.goBack();
  await page.goForward();
  await badge(page, 'Live').waitFor();
  expect(page.url()).not.toContain('token');
}

async function chooseProject({ page, press }: Person, name: string): Promise<void> {
  await press(page.getByRole('button', { name: /^Project: / }));
  await press(page.getByRole('menuitemradio', { name }));
  await page.getByRole('button', { name: `Project: ${name}` }).waitFor();
}

async function writeTask({ page, press }: Person, key: string, repository: DemoRepository): Promise<void> {
  const { rename, testCommand, repositoryUrl, baseBranch } = repository;
  await press(page.getByRole('button', { name: 'New task' }));
  const form = dialog(page, 'New task');
  await form.getByLabel('Title').fill(`Rename ${rename.from} to ${rename.to}`);
  await form.getByLabel('Description').fill('Wherever it is used, **tests included**.');
  await form.getByLabel('Type').selectOption('Code change');
  await form.getByLabel('Priority').selectOption('High');
  await form.getByLabel('Budget in dollars').fill('2.50');
  await form.getByLabel('Labels').fill('codemod, price-list');
  await press(form.getByText('Repository and metadata'));
  await form.getByLabel('Repository', { exact: true }).fill(repositoryUrl);
  await form.getByLabel('Base branch').fill(baseBranch);
  await form.getByLabel('Metadata').fill(JSON.stringify({ codemod: { kind: 'rename', ...rename, testCommand } }));
  await press(form.getByRole('button', { name: 'Create task' }));
  await form.waitFor({ state: 'detached' });
  await notice(page, `${key} created`).waitFor();
}

async function assignAgent({ page, press }: Person, key: string): Promise<void> {
  await press(drawer(page, key).getByRole('button', { name: 'Assign: move to Assigned' }));
  const form = dialog(page, 'Assign');
  await press(form.getByRole('checkbox', { name: new RegExp(AGENT) }));
  await press(form.getByRole('button', { name: 'Assign', exact: true }));
  await form.waitFor({ state: 'detached' });
  await statusOf(page, key, 'Assigned').waitFor();
}

async function planWork({ page, press }: Person, key: string): Promise<void> {
  await press(drawer(page, key).getByRole('button', { name: 'Write plan' }));
  const form = dialog(page, 'Plan the work');
  const save = form.getByRole('button', { name: 'Save plan' });
  await form.getByLabel('Step 1').fill('Find every reference');
  await form.getByLabel('Step 2').fill('Rename it in one commit');
  expect(await save.isDisabled()).toBe(true);
  await form.getByLabel('Step 3').fill('Run the tests, then push');
  await press(save);
  await form.waitFor({ state: 'detached' });
  await drawer(page, key).getByText('Rename it in one commit').waitFor();
}

async function dispatch({ page, press }: Person, key: string): Promise<void> {
  await press(tab(page, key, 'Executions'));
  const executor = drawer(page, key).getByRole('combobox', { name: 'Executor' });
  await executor.getByText('By the rules: Codemod').waitFor({ state: 'attached' });
  await press(drawer(page, key).getByRole('button', { name: 'Dispatch' }));
}

/** Its progress, its log and then its question arrive by themselves. */
async function seeItWork({ page }: Person, key: string): Promise<void> {
  const execution = drawer(page, key).getByRole('listitem', { name: `${key}-X1` });
  await execution.getByText('Running', { exact: true }).waitFor({ timeout: WORK_MS });
  await execution.getByRole('progressbar', { name: 'Progress' }).waitFor({ timeout: WORK_MS });
  await statusOf(page, key, 'Needs approval').waitFor({ timeout: WORK_MS });
  expect(await execution.getByRole('region', { name: 'Log' }).textContent()).toMatch(/test/i);
  await until(async () => expect(await page.title()).toMatch(/^\(1\) /));
}

async function approveByKey({ page, press }: Person, key: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  const pending = page.getByRole('list', { name: 'Pending approvals' });
  await pending.getByRole('article', { name: `${key}-A1 git_push` }).waitFor();
  await page.keyboard.press('a');
  await notice(page, 'Approved: git_push').waitFor();
  await page.getByText('Nothing waits for a decision').waitFor();
  await press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Board' }));
  await card(page, key).waitFor();
  await press(cardLink(page, key));
}

async function approveByTouch({ page, press }: Person, key: string): Promise<void> {
  await press(tab(page, key, 'Approvals'));
  const approval = drawer(page, key).getByRole('article', { name: `${key}-A1 git_push` });
  await press(approval.getByRole('button', { name: 'Approve' }));
  await approval.getByText('approved', { exact: true }).waitFor();
  await press(tab(page, key, 'Overview'));
}

async function reviewDiff({ page }: Person, key: string): Promise<void> {
  await statusOf(page, key, 'Review').waitFor({ timeout: WORK_MS });
  const diff = drawer(page, key).getByRole('region', { name: 'Diff' });
  await diff.getByText('+export function sumOfPrices(prices) {').waitFor();
  await diff.getByText('-export function calcTotal(prices) {').waitFor();
}

async function accept({ page, press }: Person, key: string): Promise<void> {
  await press(drawer(page, key).getByRole('button', { name: 'Accept: move to Done' }));
  await notice(page, `${key} moved to Done`).waitFor();
}

async function readTimeline({ page, press }: Person, key: string): Promise<void> {
  await press(tab(page, key, 'Timeline'));
  const timeline = drawer(page, key).getByRole('list', { name: 'Timeline' });
  await timeline.getByText('moved it from Review to Done').waitFor();
  const told = (await timeline.innerText()).replace(/\s+/g, ' ');
  const inOrder = [
    'created the task',
    `assigned ${AGENT}`,
    'moved it from Inbox to Assigned',
    'planned 3 steps',
    'moved it from Assigned to In progress',
    `dispatched ${key}-X1 to Codemod`,
    `started ${key}-X1`,
    `asked for approval ${key}-A1 (YELLOW): git_push`,
    'moved it from In progress to Needs approval',
    `approved ${key}-A1`,
    'moved it from Needs approval to In progress',
    `completed ${key}-X1 (Codemod)`,
    'moved it from In progress to Review',
    'moved it from Review to Done',
  ];
  const places = inOrder.map((words) => told.indexOf(words));
  expect(inOrder.filter((_, index) => (places[index] ?? -1) < 0)).toEqual([]);
  const [moved, ended] = [told.indexOf('created the task'), told.lastIndexOf('moved it from Review to Done')];
  expect(places.every((place) => place >= moved && place <= ended)).toBe(true);
}

async function exportReport({ page, press }: Person, key: string, format: string): Promise<void> {
  await press(drawer(page, key).getByRole('button', { name: 'Export report' }));
  const downloading = page.waitForEvent('download');
  await press(page.getByRole('menuitem', { name: format }));
  const download = await downloading;
  const text = await readFile(await download.path(), 'utf8');
  if (format === 'JSON') {
    expect(download.suggestedFilename()).toBe(`incident-report-${key}.json`);
    expect(JSON.parse(text)).toMatchObject({ task: { key, status: 'DONE' } });
    expect(text).toContain(`"${key}-A1"`);
  } else {
    expect(download.suggestedFilename()).toBe(`incident-report-${key}.md`);
    expect(text).toContain('Rename calcTotal to sumOfPrices');
    expect(text).toContain(`**${key}-A1** git_push: APPROVED`);
    expect(text).toContain('hash chain verified: yes');
  }
}

async function seeItDone({ page, press }: Person, key: string, device: Device): Promise<void> {
  await press(drawer(page, key).getByRole('button', { name: 'Close task' }));
  if (device === 'phone')
    await press(page.getByRole('tablist', { name: 'Columns' }).getByRole('tab', { name: /^Done/ }));
  await page.getByRole('region', { name: 'Done', exact: true }).locator(`[data-card="${key}"]`).waitFor();
}

async function expectBranch(key: string, { repositoryUrl }: DemoRepository): Promise<void> {
  const task = await ui.client.get<{ deliverable: { branch: string; commit: string } }>(`/tasks/${key}`);
  const { branch, commit } = task.deliverable;
  expect(await git(folder.path, '--git-dir', repositoryUrl, 'rev-parse', branch)).toBe(commit);
  const source = await git(folder.path, '--git-dir', repositoryUrl, 'show', `${branch}:src/prices.js`);
  expect(source).toContain('export function sumOfPrices');
}
