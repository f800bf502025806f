import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { filesOf, readArchive, writeArchive } from '../../operations/archive/archive.test-support.ts';
import { FILES } from '../../operations/archive/format.ts';
import { temporaryFolder } from '../stack.test-support.ts';
import { obstaclesOn } from './obstacles.test-support.ts';
import { dialog } from './places.test-support.ts';
import { createProject, createTask, startUi, START_MS, type Ui } from './ui.test-support.ts';

const TEST_MS = 120_000;
const SLUG = 'kept';

let ui: Ui;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
  ui = await startUi();
  await createProject(ui.client, SLUG, 'KPT', 'Kept');
  await createTask(ui.client, SLUG, 'Something to keep');
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(async () => {
  await ui.close();
  await folder.remove();
}, START_MS);

/** Exports the project by its settings, and answers where the file is. */
async function exported(page: Page): Promise<string> {
  const download = page.waitForEvent('download');
  const panel = page.getByRole('region', { name: 'Export' });
  await panel.getByRole('button', { name: 'Export' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^kept-\d{4}-\d\d-\d\d\.tar\.gz$/);
  const path = join(folder.path, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

async function openRestore(page: Page) {
  await page.getByRole('button', { name: /^Project: / }).click();
  await page.getByRole('menuitem', { name: 'New project…' }).click();
  await dialog(page, 'New project').getByRole('button', { name: 'Restore from a file…' }).click();
  return dialog(page, 'Restore a project');
}

it(
  'a project is exported by its settings, and does not fit in beside itself',
  async () => {
    const page = await ui.open(`/projects/${SLUG}/settings`);
    const path = await exported(page);
    const files = await readArchive(path);
    expect([...files.keys()].at(-1)).toBe(FILES.manifest);
    expect(files.get('tasks/00001.ndjson')).toMatch('Something to keep');

    const form = await openRestore(page);
    await form.getByLabel('File').setInputFiles(path);
    await form.getByText('It cannot be restored here: there is a project kept here already').waitFor();
    expect(await form.getByRole('button', { name: 'Restore the project' }).isDisabled()).toBe(true);
    expect(await obstaclesOn(page)).toEqual([]);
  },
  TEST_MS,
);

it(
  'a file is looked at, refused where it is damaged, and made a project of under another name',
  async () => {
    const [good, bad] = ['good.tar.gz', 'bad.tar.gz'].map((name) => join(folder.path, name)) as [string, string];
    await writeArchive(good, filesOf());
    await writeArchive(bad, new Map([...filesOf(), [FILES.people, 'x']]));
    const page = await ui.open(`/p/${SLUG}`, 'phone', 'dark');
    const form = await openRestore(page);
    await form.getByLabel('File').setInputFiles(bad);
    await form.getByText('line 1 of people.ndjson is not JSON').waitFor();
    await form.getByLabel('File').setInputFiles(good);
    await form.getByText(/The file is whole: Mission/).waitFor();
    await form.getByLabel('Name').fill('Mission again');
    expect(await obstaclesOn(page)).toEqual([]);
    await form.getByRole('button', { name: 'Restore the project' }).click();
    await form.getByText('The project is restored.').waitFor();
    await form.getByText(/Agents: make keys/).waitFor();
    expect(await obstaclesOn(page)).toEqual([]);
    await form.getByRole('button', { name: 'Open the project' }).click();
    await page.waitForURL('**/p/mc');
    await page.getByRole('button', { name: 'Project: Mission again' }).waitFor();
    await page.getByText('Write the guide').first().waitFor();
  },
  TEST_MS,
);
