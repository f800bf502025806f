import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import type { ProjectView } from '../../operations/schemas/project.ts';
import { recurringScheduleId, standupScheduleId } from '../../workflows/messages.ts';
import type { RecurringTaskView } from '../../operations/schemas/recurring.ts';
import { obstaclesOn } from './obstacles.test-support.ts';
import { dialog, drawer, notice } from './places.test-support.ts';
import { command, createProject, createTask, startUi, START_MS, until, type Ui } from './ui.test-support.ts';

const TEST_MS = 60_000;
const SLUG = 'daily';
const TASK_QUEUE = 'mission-control';

let ui: Ui;
beforeAll(async () => {
  ui = await startUi();
  await createProject(ui.client, SLUG, 'DAY', 'Daily');
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

async function trigger(scheduleId: string): Promise<void> {
  const connection = await Connection.connect({ address: ui.stack.temporalAddress });
  await new Client({ connection }).schedule.getHandle(scheduleId).trigger();
  await connection.close();
}

it(
  'shows what waits as it changes, leads there, is copied, and keeps earlier days',
  async () => {
    const { key } = await createTask(ui.client, SLUG, 'Find the password', { priority: 1 });
    const page = await ui.open('/standup');
    await page.getByText('Choose a project').waitFor();
    await page.getByRole('main').getByLabel('Project').selectOption('Daily');
    const next = page.getByRole('region', { name: 'What to do next' });
    await next.getByRole('link', { name: `Assign ${key}: Find the password` }).waitFor();
    expect(new URL(page.url()).search).toBe('?project=daily');

    await command(ui.client, key, 'transition', { to: 'BLOCKED', reason: 'Nobody knows it' });
    await page.getByRole('region', { name: 'Blocked' }).getByText('Nobody knows it').waitFor();
    await next.getByRole('link', { name: `Unblock ${key}: Find the password` }).waitFor();

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy brief' }).click();
    await notice(page, 'The brief is copied as Markdown').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^\*\*Daily: 0 done, .*1 blocked/);

    await trigger(standupScheduleId(TASK_QUEUE, SLUG));
    const day = page.getByLabel('Day');
    await until(async () => expect(await day.getByRole('option').count()).toBe(2));
    await command(ui.client, key, 'transition', { to: 'CANCELED', reason: 'not needed' });
    await page.getByRole('region', { name: 'Blocked' }).getByText('Nothing is blocked.').waitFor();
    await day.selectOption({ index: 1 });
    await page.getByRole('region', { name: 'Blocked' }).getByText('Nobody knows it').waitFor();

    await next.getByRole('link').click();
    await drawer(page, key).waitFor();
  },
  TEST_MS,
);

it(
  'is kept when the settings of the project say',
  async () => {
    const page = await ui.open(`/projects/${SLUG}/standup`);
    await page.getByRole('region', { name: 'What to do next' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/standup');
    await page.goto(`/projects/${SLUG}/settings`);
    const panel = page.getByRole('region', { name: 'Standup' });
    await panel.getByLabel('Time', { exact: true }).selectOption('07:45');
    await panel.getByLabel('Saturday').check();
    await panel.getByLabel('Monday').uncheck();
    await panel.getByRole('button', { name: 'Save standup' }).click();
    await notice(page, 'Daily is saved').waitFor();
    const standupNow = async () => (await ui.client.get<ProjectView>(`/projects/${SLUG}`)).standup;
    expect(await standupNow()).toEqual({ isOn: true, hour: 7, minute: 45, weekdays: [2, 3, 4, 5, 6] });
    await panel.getByLabel('Keep a standup').uncheck();
    await panel.getByRole('button', { name: 'Save standup' }).click();
    await until(async () => expect((await standupNow()).isOn).toBe(false));
  },
  TEST_MS,
);

it(
  'has a task made again and again: previewed, set up, run, skipped, paused and changed',
  async () => {
    const page = await ui.open(`/p/${SLUG}`);
    await page.getByRole('button', { name: /^Project: / }).click();
    await page.getByRole('menuitem', { name: 'Recurring tasks' }).click();
    await page.getByText('No task is made by itself yet').waitFor();
    await page.getByRole('button', { name: 'New recurring task' }).click();
    const form = dialog(page, 'New recurring task');
    const preview = form.getByRole('region', { name: 'Preview' });
    await form.getByLabel('Title of the tasks').fill('Report of {{week}}');
    await preview.getByText('Every Monday at 09:00').waitFor();
    await form.getByLabel('When').selectOption('By a cron expression');
    await form.getByLabel('Expression').fill('nonsense');
    await preview.getByText(/is not understood/).waitFor();
    await form.getByLabel('When').selectOption('Every month');
    await form.getByLabel('Day of the month').fill('31');
    await form.getByLabel('Time').fill('17:30');
    await preview.getByText('Every month on the last day at 17:30').waitFor();
    expect(await preview.getByRole('listitem').count()).toBe(5);
    await preview.getByText(/^The next title: Report of \d{4}-W\d\d$/).waitFor();
    await form.getByLabel('Name', { exact: true }).fill('Monthly report');
    expect(await obstaclesOn(page)).toEqual([]);
    await form.getByRole('button', { name: 'Set up' }).click();

    const list = page.getByRole('list', { name: 'Recurring tasks' });
    await list.getByText(/^Next: .*17:30$/).waitFor();
    const order = async (name: string) => {
      await page.getByRole('button', { name: 'What to do with Monthly report' }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await order('Run now');
    await notice(page, /^DAY-\d+ created$/).waitFor();
    const history = page.getByRole('list', { name: 'History' });
    const key = await history.getByRole('link').textContent();
    const { items } = await ui.client.get<{ items: RecurringTaskView[] }>(`/projects/${SLUG}/recurring-tasks`);
    await trigger(recurringScheduleId(TASK_QUEUE, items[0]?.id ?? ''));
    await history.getByText(`${key} is still in the inbox`).waitFor();

    await order('Pause…');
    const pause = dialog(page, 'Pause Monthly report?');
    await pause.getByLabel('Reason').fill('holidays');
    await pause.getByRole('button', { name: 'Pause' }).click();
    await list.getByText(/: holidays$/).waitFor();
    await order('Resume…');
    await dialog(page, 'Resume Monthly report?').getByRole('button', { name: 'Resume' }).click();
    await list.getByText('Active').waitFor();
    await order('Edit…');
    const edit = dialog(page, 'Edit recurring task');
    expect(await edit.getByLabel('Day of the month').inputValue()).toBe('31');
    await edit.getByLabel('When').selectOption('Every weekday');
    await edit.getByRole('button', { name: 'Save' }).click();
    await list.getByText('Every weekday at 17:30').waitFor();

    await history.getByRole('link').click();
    await drawer(page, key ?? '')
      .getByText(/, every weekday at 17:30$/)
      .waitFor();
    await drawer(page, key ?? '')
      .getByRole('link', { name: 'Monthly report' })
      .click();
    await order('Remove…');
    await dialog(page, 'Remove Monthly report?').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No task is made by itself yet').waitFor();
  },
  TEST_MS,
);
