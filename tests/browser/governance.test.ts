import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startExecutor } from './executor.test-support.ts';
import { dialog, drawer, notice, statusOf } from './places.test-support.ts';
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
  type Ui,
} from './ui.test-support.ts';

const TEST_MS = 60_000;
const SLUG = 'rules';
const POLICIES = `/projects/${SLUG}/policies`;

let ui: Ui;
beforeAll(async () => {
  ui = await startUi();
  await createProject(ui.client, SLUG, 'RU', 'Rules');
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

/** Asks what somebody would get for a command. */
async function tryCommand(page: Page, line: string): Promise<void> {
  await page.getByLabel('Command').fill(line);
  await page.getByRole('button', { name: 'What would it get?' }).click();
  await firstAnswer(page).getByText(line, { exact: true }).first().waitFor();
}

const firstAnswer = (page: Page) => page.getByRole('list', { name: 'Answers' }).getByRole('listitem').first();

it(
  'a version is written, compared, let hold, and changes what agents get; taken back, the built-in rules hold again',
  async () => {
    const page = await ui.open(POLICIES);
    await page.getByText('Only the built-in rules hold').waitFor();
    await tryCommand(page, 'make build');
    await firstAnswer(page).getByText('Denied').first().waitFor();

    await page.getByRole('button', { name: 'New version' }).click();
    const editor = dialog(page, 'New version of a policy');
    await editor.getByLabel('What it is for').fill('Agents build');
    await editor.getByLabel('Commands that may be run').fill('ls\nmake build');
    await editor.getByRole('button', { name: 'Publish' }).click();
    await notice(page, `Published PROJECT:${SLUG}@1`).waitFor();

    await page.getByRole('button', { name: /^This project version 1/ }).click();
    const version = dialog(page, 'This project, version 1');
    await version.getByText('make build').first().waitFor();
    await version.getByRole('button', { name: 'What would have changed?' }).click();
    await version.getByText('No tool call has been made yet').waitFor();
    await version.getByLabel('Why it should hold').fill('The build is safe');
    await version.getByRole('button', { name: 'Let it hold' }).click();
    await notice(page, 'This project, version 1 holds now').waitFor();

    await tryCommand(page, 'make build ');
    await firstAnswer(page).getByText('Allowed').first().waitFor();
    await tryCommand(page, 'make build; sudo reboot');
    await firstAnswer(page).getByText('Denied').first().waitFor();

    await page.getByRole('button', { name: /^This project version 1/ }).click();
    await version.getByLabel('Why it should hold no more').fill('It was not');
    await version.getByRole('button', { name: 'Let it hold no more' }).click();
    await notice(page, 'This project, version 1 holds no more').waitFor();
    await tryCommand(page, 'make build');
    await firstAnswer(page).getByText('Denied').first().waitFor();

    const elsewhere = { scope: { kind: 'PROJECT', project: SLUG }, rules: { shellBlocked: ['make'] }, note: 'No make' };
    await ui.client.post('/policies', { ...elsewhere, activate: true });
    await page.getByRole('button', { name: /^This project version 2 holds/ }).waitFor();
    await page.getByRole('button', { name: 'This project, version 2', exact: true }).click();
    await dialog(page, 'This project, version 2').getByText('No make').waitFor();
  },
  TEST_MS,
);

it(
  'work is refuted by a peer, which keeps it from Done until the author side answers and takes it back',
  async () => {
    const { client } = ui;
    const agent = await createAgent(client, SLUG, 'Builder');
    const executor = await startExecutor(ui, 'box', ['CURSOR']);
    const { key } = await createTask(client, SLUG, 'Build the shelf');
    await assign(client, key, agent);
    await plan(client, key);
    await command(client, key, 'dispatch', { executor: 'CURSOR' });
    await (await executor.claim()).complete({ summary: 'A shelf.' });
    const peer = await addPerson(ui, 'Peer Reviewer');
    await command(peer, key, 'review', { kind: 'REFUTE', severity: 'MAJOR', comment: 'It wobbles' });

    const page = await ui.open(`/p/${SLUG}/t/${key}?tab=reviews`);
    const panel = drawer(page, key);
    await panel.getByText('Keeps the task from Done until it is answered.').waitFor();
    await panel.getByLabel('Verdict').selectOption('CHANGESET');
    await panel
      .getByLabel('Diff')
      .fill('diff --git a/legs.md b/legs.md\n--- a/legs.md\n+++ b/legs.md\n@@ -1 +1 @@\n-three\n+four\n');
    await panel.getByText('1 file: legs.md').waitFor();
    await panel.getByRole('button', { name: 'Give review' }).click();
    await panel.getByText('Changes to 1 file').waitFor();
    const other = await addPerson(ui, 'Other Reviewer');
    await command(other, key, 'review', { kind: 'PRAISE', score: 7, comment: 'It holds books' });
    await panel.getByText('Praise, 7 of 10').waitFor();

    await panel
      .getByRole('article', { name: /^Refute/ })
      .getByRole('button', { name: 'Accept' })
      .click();
    const answer = dialog(page, 'Accept the review');
    await answer.getByLabel('What follows from it').fill('It gets a fourth leg');
    await answer.getByRole('button', { name: 'Accept' }).click();
    await statusOf(page, key, 'In progress').waitFor();
    await panel.getByText('It gets a fourth leg').waitFor();
  },
  TEST_MS,
);

it(
  'the drawer says why a task waits, who could do what, and what a command would get',
  async () => {
    const { client } = ui;
    const agent = await createAgent(client, SLUG, 'Asker', 'INTERN');
    const { key } = await createTask(client, SLUG, 'Ask first');
    await assign(client, key, agent);
    const page = await ui.open(`/p/${SLUG}/t/${key}?tab=why`);
    const panel = drawer(page, key);
    const start = panel
      .getByRole('list', { name: 'Transitions' })
      .getByRole('listitem')
      .filter({ hasText: 'In progress' });
    await start.getByText('a work plan of 3 to 6 bullets is needed').waitFor();
    await panel.getByLabel('As seen by').selectOption({ label: 'Asker' });
    const cancel = panel
      .getByRole('list', { name: 'Transitions' })
      .getByRole('listitem')
      .filter({ hasText: 'Canceled' });
    await cancel.getByText('is for others').waitFor();
    await panel.getByLabel('Command').fill('ls');
    await panel.getByRole('button', { name: 'What would happen?' }).click();
    await panel.getByText('It would not happen at once.').waitFor();
    await panel.getByText('Needs approval').first().waitFor();
  },
  TEST_MS,
);
