import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { ApiClient } from '../../cli/api-client.ts';
import type { AgentView } from '../../operations/schemas/agent.ts';
import type { CreatedApiKey } from '../../operations/schemas/api-key.ts';
import type { RunView } from '../../operations/schemas/run.ts';
import { drawer } from './places.test-support.ts';
import {
  assign,
  command,
  createProject,
  createTask,
  plan,
  startUi,
  START_MS,
  until,
  type Ui,
} from './ui.test-support.ts';

const TEST_MS = 60_000;
const SLUG = 'money';

let ui: Ui;
let key: string;
let coder: ApiClient;
beforeAll(async () => {
  ui = await startUi();
  await createProject(ui.client, SLUG, 'MO', 'Money');
  await ui.client.patch(`/projects/${SLUG}`, { monthlyBudgetMicros: 50_000_000 });
  const first = await keyOfAgent({ name: '=Coder, "the first"' });
  coder = first.client;
  key = await started('Count the money', first.agent);
  await run({ model: 'sonnet', inputTokens: 100_000, outputTokens: 20_000, costMicros: 600_000, costSource: 'BILLED' });
  await run({ model: 'haiku', inputTokens: 50_000, outputTokens: 5_000, costMicros: 200_000, costSource: 'ESTIMATED' });
  await run({ model: 'max', inputTokens: 30_000, outputTokens: 1_000, costSource: 'SUBSCRIPTION' });
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

/** A new agent, and the API as it uses it. */
async function keyOfAgent(fields: object) {
  const agent = await ui.client.post<AgentView>('/agents', { project: SLUG, role: 'SPECIALIST', ...fields });
  const wanted = { kind: 'AGENT', name: `key of ${agent.name}`, agentId: agent.id };
  const { token } = await ui.client.post<CreatedApiKey>('/api-keys', wanted);
  return { agent, client: new ApiClient({ url: ui.stack.url, token }) };
}

/** A task that an agent works on. */
async function started(title: string, agent: AgentView): Promise<string> {
  const task = await createTask(ui.client, SLUG, title, { type: 'ENGINEERING' });
  await assign(ui.client, task.key, agent);
  await plan(ui.client, task.key);
  await command(ui.client, task.key, 'transition', { to: 'IN_PROGRESS' });
  return task.key;
}

async function run(usage: object): Promise<void> {
  const { id } = await coder.post<RunView>('/runs', { task: key });
  await coder.post(`/runs/${id}/finish`, { usage });
}

const breakdown = (page: Page): Locator => page.getByRole('region', { name: 'Breakdown' });

/** The cells of a table's row. */
const cells = (row: Locator): Promise<string[]> => row.getByRole('cell').allInnerTexts();

it(
  'what runs cost adds up in figures, chart, bars and table, and the table in view is saved as a file',
  async () => {
    const page = await ui.open(`/projects/${SLUG}/costs`);
    await page.getByText('$0.80').first().waitFor();
    await page.getByRole('region', { name: 'This month against its budget', exact: true }).waitFor();
    await page.getByText('206K tokens · 3 runs').first().waitFor();
    await page.getByText(/^Bar chart of the cost of 7 days, \$0\.80 together/).waitFor({ state: 'attached' });
    await breakdown(page).getByText('=Coder, "the first"').waitFor();

    await page.getByRole('button', { name: 'Today' }).click();
    await breakdown(page).getByLabel('Broken down by').selectOption('Model');
    await breakdown(page).getByRole('button', { name: 'Table' }).click();
    expect(new URL(page.url()).search).toBe('?period=today&by=model&view=table');
    const table = breakdown(page).getByRole('table', { name: 'Costs by model' });
    expect(await cells(table.getByRole('row', { name: /^sonnet/ }))).toEqual([
      '$0.60',
      '75.0 %',
      '100,000',
      '20,000',
      '1',
    ]);
    expect(await cells(table.getByRole('row', { name: /^max/ }))).toEqual([
      'unpriced',
      '0.0 %',
      '30,000',
      '1,000',
      '1',
    ]);

    await page.goto(`/projects/${SLUG}/costs?by=agent&view=table`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      breakdown(page).getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`costs-${SLUG}-7d-by-agent.csv`);
    expect(await readFile(await download.path(), 'utf8')).toBe(
      '\uFEFFAgent,Cost in dollars,Input tokens,Output tokens,Runs\r\n"\'=Coder, ""the first""",0.8,180000,26000,3\r\n',
    );
  },
  TEST_MS,
);

it(
  'the month stands against its budget in words, the agents against theirs, and both charts have a table',
  async () => {
    const page = await ui.open(`/projects/${SLUG}/costs`);
    const month = page.getByRole('region', { name: 'This month against its budget', exact: true });
    await month.getByText('$50.00').first().waitFor();
    await month.getByText(/Too little to go by/).waitFor();
    await month.getByRole('button', { name: 'As a table' }).click();
    await month.getByRole('columnheader', { name: 'Forecast' }).waitFor();
    const budgets = page.getByRole('region', { name: 'Budgets today' });
    await budgets.getByText('$0.80 of $5.00').waitFor();
    await budgets.getByRole('link', { name: /Coder/ }).click();
    await page.getByRole('complementary').getByText('subscription').waitFor();

    await page.goto('/costs');
    await page.getByText('Of all projects that you see').waitFor();
    await page.getByText('$0.80').first().waitFor();
  },
  TEST_MS,
);

it(
  'the cost of a task tells each run by its source and what running work has set aside',
  async () => {
    const open = await coder.post<RunView>('/runs', { task: key, model: 'sonnet' });
    const page = await ui.open(`/p/${SLUG}/t/${key}?tab=cost`);
    const runs = drawer(page, key).getByRole('table', { name: 'Runs' });
    await runs.getByText('billed').waitFor();
    await runs.getByText('estimated').waitFor();
    await runs.getByText('subscription').waitFor();
    await runs.getByText('reserved').waitFor();
    await drawer(page, key).getByText('$0.75 more set aside for running work').waitFor();
    await coder.post(`/runs/${open.id}/finish`, { usage: { inputTokens: 1, outputTokens: 1, costMicros: 0 } });
  },
  TEST_MS,
);

it(
  'work that lacks the budget asks in readable words, and goes on when a person grants it',
  async () => {
    const poor = await keyOfAgent({ name: 'Poor Coder', limits: { perDay: { micros: 500_000 } } });
    const task = await started('Count on little money', poor.agent);
    await expect(poor.client.post('/runs', { task })).rejects.toThrow(/budget/);
    const page = await ui.open('/inbox');
    const question = page.getByRole('article').filter({ hasText: 'Poor Coder' });
    await question.getByRole('heading', { name: 'Go beyond the budget' }).waitFor();
    expect(await cells(question.getByRole('row', { name: /^Asked for/ }))).toContain('$0.75');
    expect(await cells(question.getByRole('row', { name: /^Left/ }))).toContain('$0.50');
    expect(await cells(question.getByRole('row', { name: /^Approving adds/ }))).toContain('$0.75');
    await question.getByRole('button', { name: 'Approve' }).click();
    await question.waitFor({ state: 'detached' });
    await until(async () => expect(await poor.client.post('/runs', { task })).toMatchObject({ status: 'RUNNING' }));
    await page.goto(`/projects/${SLUG}/agents`);
    await page.getByRole('row').filter({ hasText: 'Poor Coder' }).getByText('$0.00 of $1.25').waitFor();
  },
  TEST_MS,
);

it(
  'the flow of a project says how long work takes, where it waits and who finishes it',
  async () => {
    await command(ui.client, key, 'submit', { summary: 'Counted' });
    await command(ui.client, key, 'transition', { to: 'DONE' });
    const page = await ui.open(`/projects/${SLUG}/flow`);
    await page.getByText('tasks done, 0 canceled', { exact: true }).waitFor();
    await page.getByText(/^Bar chart of \d+ days: 1 tasks done, 0 canceled/).waitFor({ state: 'attached' });
    const bottlenecks = page.getByRole('region', { name: 'Bottlenecks' });
    await bottlenecks.getByText('In progress', { exact: true }).waitFor();
    const performance = page.getByRole('region', { name: 'How agents do', exact: true });
    await performance.getByText('finished otherwise').waitFor();
    const picture = await saved(page, performance, 'Picture (PNG)');
    expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(await coloursOf(page, picture)).toBeGreaterThan(3);
    const numbers = (await saved(page, performance, 'Numbers (CSV)')).toString('utf8');
    expect(numbers).toContain('Agent,Type,Executor,Finished,Succeeded,Success,');
    expect(numbers).toMatch(/ENGINEERING,DIRECT,1,1,,,,,0\r\n/);
    await performance.getByRole('button', { name: 'As a table' }).click();
    const row = performance.getByRole('row', { name: /Coder/ });
    await row.getByText('Engineering').waitFor();
    await row.getByText('not enough data').waitFor();

    await page.goto(`/projects/${SLUG}/agents`);
    await page.getByRole('link', { name: /Coder/ }).first().click();
    const learned = page.getByRole('article', { name: 'Engineering, without an executor' });
    await learned.getByText('1 of 1 so far, three are needed').waitFor();
    await learned.getByRole('link', { name: key }).waitFor();
    await page.getByRole('button', { name: 'Forget…' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('another model');
    await page.getByRole('button', { name: 'Forget', exact: true }).click();
    await page.getByText('Nothing is learned yet').waitFor();

    await page.goto('/flow');
    await page.getByText(/^Bar chart of \d+ days: 1 tasks done, 0 canceled/).waitFor({ state: 'attached' });
  },
  TEST_MS,
);

/** What the menu of a chart saves. */
async function saved(page: Page, chart: Locator, item: string): Promise<Buffer> {
  await chart.getByRole('button', { name: /^Save/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ]);
  return readFile(await download.path());
}

/** How many colours a picture has: more than its ground, if anything is drawn on it. */
const coloursOf = (page: Page, picture: Buffer): Promise<number> =>
  page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const context = Object.assign(document.createElement('canvas'), {
      width: image.width,
      height: image.height,
    }).getContext('2d')!;
    context.drawImage(image, 0, 0);
    return new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
  }, picture.toString('base64'));
