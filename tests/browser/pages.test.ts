import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { CreatedInvitation } from '../../operations/schemas/people.ts';
import { obstaclesOn } from './obstacles.test-support.ts';
import { card, cardLink, dialog, drag, drawer } from './places.test-support.ts';
import { makeSampleWork, SAMPLE_SLUG, type SampleWork } from './sample-work.test-support.ts';
import { startUi, START_MS, type Device, type Theme, type Ui } from './ui.test-support.ts';

const LOOK_MS = 450_000;
const PICTURES = join(import.meta.dirname, '../screenshots');

let ui: Ui;
let work: SampleWork;
/** Pages for people who are not signed in: name, path, heading. */
let entrances: readonly (readonly [string, string, string])[];
beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  ui = await startUi();
  work = await makeSampleWork(ui);
  const invited = await ui.client.post<CreatedInvitation>('/people/invitations', { email: 'ivy@example.org' });
  entrances = [
    ['sign-in', '/', 'Sign in to Mission Control'],
    ['set-up', '/setup#token=mc_setup_that_is_long_enough', 'Set up Mission Control'],
    ['invitation', invited.path, 'Join Mission Control'],
    ['dead-link', '/invitation', 'This link does not work'],
  ];
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

interface View {
  readonly name: string;
  readonly path: () => string;
  /** Brings up what the view is about, and waits until it is there. */
  readonly show: (page: Page) => Promise<unknown>;
  readonly isPicture?: boolean;
  /** Not a thing of phones. */
  readonly isDesktopOnly?: boolean;
}

const board = () => `/p/${SAMPLE_SLUG}`;
const agents = () => `/projects/${SAMPLE_SLUG}/agents`;
const policies = () => `/projects/${SAMPLE_SLUG}/policies`;
const webhooks = () => `/projects/${SAMPLE_SLUG}/webhooks`;
const routing = () => `/projects/${SAMPLE_SLUG}/routing`;
const recurring = () => `/projects/${SAMPLE_SLUG}/recurring`;
const taskPath = (name: keyof SampleWork, tab?: string) => () =>
  `${board()}/t/${work[name]}${tab === undefined ? '' : `?tab=${tab}`}`;
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const see = (text: string | RegExp) => (page: Page) => page.getByText(text).first().waitFor();

/** A dialog that a button of a page opens. */
const opening = (button: string | RegExp, title: string) => async (page: Page) => {
  await press(page, button);
  await dialog(page, title).getByRole('button').last().waitFor();
};

/** A dialog behind the status menu of an open task. */
const moving = (status: string, title: string) => async (page: Page) => {
  await press(page, /^Status: /);
  await page.getByRole('menuitem', { name: status }).click();
  await dialog(page, title).waitFor();
};

const menu = (button: string | RegExp) => async (page: Page) => {
  await press(page, button);
  await page.getByRole('menu').waitFor();
};

const VIEWS: readonly View[] = [
  { name: 'board', path: board, show: (page) => card(page, work.inbox).waitFor(), isPicture: true },
  {
    name: 'task',
    path: taskPath('review'),
    show: async (page) => {
      await drawer(page, work.review).getByText('+  throw new DeliveryFailed(hook);').waitFor();
      await drawer(page, work.review).getByText('24 hours').first().waitFor();
    },
    isPicture: true,
  },
  {
    name: 'lanes',
    path: () => `${board()}?group=priority`,
    show: (page) => card(page, work.inbox).waitFor(),
    isPicture: true,
  },
  {
    name: 'selected',
    path: board,
    isDesktopOnly: true,
    show: async (page) => {
      await cardLink(page, work.inbox).press('x');
      await page.getByRole('region', { name: 'Selected tasks' }).waitFor();
    },
    isPicture: true,
  },
  { name: 'menu-views', path: board, show: menu(/^View/), isDesktopOnly: true },
  { name: 'thread', path: taskPath('review', 'thread'), show: see('The jitter looks right'), isPicture: true },
  {
    name: 'timeline',
    path: taskPath('review', 'timeline'),
    show: see('moved it from In progress to Review'),
    isPicture: true,
  },
  { name: 'executions', path: taskPath('running', 'executions'), show: see('134 passing'), isPicture: true },
  { name: 'executions-manual', path: taskPath('manual', 'executions'), show: see('Complete') },
  { name: 'executions-empty', path: taskPath('assigned', 'executions'), show: see('Not dispatched yet') },
  { name: 'approvals', path: taskPath('waiting', 'approvals'), show: see('Rollback plan'), isPicture: true },
  { name: 'reviews', path: taskPath('review', 'reviews'), show: see('Refuted, minor'), isPicture: true },
  { name: 'respond', path: taskPath('review', 'reviews'), show: opening('Accept', 'Accept the review') },
  { name: 'why', path: taskPath('waiting', 'why'), show: see('What it waits for'), isPicture: true },
  { name: 'cost', path: taskPath('review', 'cost'), show: see('$1.84'), isPicture: true },
  { name: 'task-blocked', path: taskPath('blocked'), show: see('Blocked.') },
  { name: 'task-done', path: taskPath('done'), show: see('Idle connections end') },
  { name: 'inbox', path: () => '/inbox', show: see('Rollback plan'), isPicture: true },
  { name: 'work', path: () => '/inbox?tab=work', show: see('Interview three merchants'), isPicture: true },
  { name: 'account', path: () => '/account', show: see('mission-control setup-link'), isPicture: true },
  {
    name: 'new-key',
    path: () => '/account',
    show: opening('New key', 'New personal key'),
  },
  { name: 'people', path: () => '/settings/people', show: see('Paula Peer'), isPicture: true },
  { name: 'invite', path: () => '/settings/people', show: opening('Invite', 'Invite somebody'), isPicture: true },
  { name: 'person', path: () => '/settings/people', show: opening('Edit Paula Peer', 'Paula Peer') },
  { name: 'keys', path: () => '/settings/keys', show: see('Local executors'), isPicture: true },
  { name: 'new-machine-key', path: () => '/settings/keys', show: opening('New key', 'New key') },
  {
    name: 'project-settings',
    path: () => `/projects/${SAMPLE_SLUG}/settings`,
    show: (page) => page.getByRole('list', { name: 'Members' }).getByText('Paula Peer').waitFor(),
    isPicture: true,
  },
  {
    name: 'remove-project',
    path: () => `/projects/${SAMPLE_SLUG}/settings`,
    show: opening('Remove…', 'Remove Storefront?'),
  },
  {
    name: 'stop',
    path: board,
    show: async (page) => {
      await menu(/^Account and theme/)(page);
      await page.getByRole('menuitem', { name: 'Stop everything…' }).click();
      await dialog(page, 'Stop everything?').waitFor();
    },
    isPicture: true,
  },
  { name: 'agents', path: agents, show: see('It deleted a branch that was not its own'), isPicture: true },
  {
    name: 'agent',
    path: agents,
    show: async (page) => {
      await page.getByRole('link', { name: 'Backend Developer' }).click();
      await page.getByRole('complementary').getByText('billed').first().waitFor();
    },
    isPicture: true,
  },
  { name: 'register-agent', path: agents, show: opening('Register agent', 'Register an agent') },
  { name: 'pause-squad', path: agents, show: opening('Pause squad', 'Pause the squad?') },
  { name: 'policies', path: policies, show: see('terraform destroy'), isPicture: true },
  {
    name: 'policy',
    path: policies,
    show: async (page) => {
      await press(page, /^This project version 2/);
      await page.getByRole('list', { name: 'Changes' }).waitFor();
    },
    isPicture: true,
  },
  { name: 'new-policy', path: policies, show: opening('New version', 'New version of a policy'), isPicture: true },
  { name: 'import-policy', path: policies, show: opening('Import', 'Import a policy') },
  {
    name: 'routing',
    path: routing,
    show: async (page) => {
      await page.getByRole('list', { name: 'Rules' }).getByText('Any other task').waitFor();
      await page.getByRole('list', { name: 'Executors' }).getByText('running').first().waitFor();
      await press(page, 'Where would they go?');
      await page.getByRole('list', { name: 'Tasks' }).getByText(work.review).waitFor();
    },
    isPicture: true,
  },
  { name: 'new-rule', path: routing, show: opening('Add rule', 'New rule'), isPicture: true },
  { name: 'recurring', path: recurring, show: see(/^Next: /), isPicture: true },
  {
    name: 'new-recurring',
    path: recurring,
    show: async (page) => {
      await opening('New recurring task', 'New recurring task')(page);
      await dialog(page, 'New recurring task').getByText('Every Monday at 09:00').waitFor();
    },
    isPicture: true,
  },
  { name: 'task-of-recurring', path: taskPath('weekly'), show: see(/, every Monday at 08:30/) },
  {
    name: 'dispatch-preview',
    path: taskPath('assigned', 'executions'),
    show: see(/score 0\.\d/),
  },
  {
    name: 'costs',
    path: () => `/projects/${SAMPLE_SLUG}/costs`,
    show: async (page) => {
      await see('This month against its budget')(page);
      await see('Backend Developer')(page);
    },
    isPicture: true,
  },
  {
    name: 'costs-as-tables',
    path: () => '/costs?view=table&by=task',
    show: async (page) => {
      await press(page, 'As a table');
      await page.getByRole('rowheader', { name: work.review }).waitFor();
    },
  },
  { name: 'flow', path: () => `/projects/${SAMPLE_SLUG}/flow`, show: see('How agents do'), isPicture: true },
  {
    name: 'standup',
    path: () => `/standup?project=${SAMPLE_SLUG}`,
    show: see('What to do next'),
    isPicture: true,
  },
  { name: 'standup-of-none', path: () => '/standup', show: see('Choose a project') },
  { name: 'all-flow', path: () => '/flow', show: see('How agents do') },
  { name: 'health', path: () => '/health', show: see('Work in Temporal'), isPicture: true },
  { name: 'webhooks', path: webhooks, show: see('hooks.example.org'), isPicture: true },
  { name: 'new-webhook', path: webhooks, show: opening('New webhook', 'New webhook') },
  {
    name: 'import',
    path: board,
    show: async (page) => {
      await menu(/^Project: /)(page);
      await page.getByRole('menuitem', { name: /^Import tasks/ }).click();
      await dialog(page, 'Import tasks into Storefront').waitFor();
    },
  },
  { name: 'alerts', path: () => '/alerts', show: see('Night Watch is QUARANTINED'), isPicture: true },
  { name: 'acknowledge', path: () => '/alerts', show: opening('Acknowledge', 'Acknowledge the alert?') },
  { name: 'notifications', path: () => '/notifications', show: see(/asks for approval/), isPicture: true },
  {
    name: 'bell',
    path: board,
    show: async (page) => {
      await press(page, /^Notifications: /);
      await see(/asks for approval/)(page);
    },
  },
  { name: 'activity', path: () => '/activity', show: see(/commented/), isPicture: true },
  {
    name: 'mention',
    path: taskPath('review', 'thread'),
    show: async (page) => {
      const box = drawer(page, work.review).getByRole('textbox', { name: 'Comment' });
      await box.pressSequentially('@');
      await drawer(page, work.review)
        .getByRole('option', { name: /Paula Peer/ })
        .waitFor();
    },
  },
  { name: 'not-found', path: () => '/p/nowhere', show: see('There is nothing at this address') },
  { name: 'menu-account', path: board, show: menu(/^Account and theme/) },
  { name: 'menu-project', path: board, show: menu(/^Project: /) },
  { name: 'menu-status', path: taskPath('assigned'), show: menu('Status: Assigned') },
  { name: 'menu-card', path: board, show: (page) => menu(`Move ${work.inbox}`)(page) },
  {
    name: 'new-task',
    path: board,
    show: async (page) => {
      await press(page, 'New task');
      await dialog(page, 'New task').getByText('Repository and metadata').click();
      await dialog(page, 'New task').getByLabel('Metadata').waitFor();
    },
    isPicture: true,
  },
  { name: 'assign', path: taskPath('inbox'), show: opening('Assign: move to Assigned', 'Assign') },
  { name: 'plan', path: taskPath('assigned'), show: opening('Write plan', 'Plan the work') },
  { name: 'submit', path: taskPath('manual'), show: opening('Submit: move to Review', 'Submit for review') },
  {
    name: 'feedback',
    path: taskPath('review'),
    show: opening('Send back: move to In progress', 'What should change?'),
  },
  { name: 'block', path: taskPath('assigned'), show: moving('Blocked', 'Why?') },
  { name: 'cancel', path: taskPath('assigned'), show: moving('Canceled', 'Why?') },
  { name: 'deny', path: () => '/inbox', show: opening('Deny', 'Why?') },
  { name: 'complete', path: taskPath('manual', 'executions'), show: opening('Complete', 'Complete the work') },
  { name: 'fail', path: taskPath('manual', 'executions'), show: opening('Fail', 'What went wrong?') },
  { name: 'cancel-execution', path: taskPath('running', 'executions'), show: opening('Cancel execution', 'Why?') },
  { name: 're-route', path: taskPath('running', 'executions'), show: opening('Re-route', 'Re-route') },
  {
    name: 'shortcuts',
    path: board,
    show: async (page) => {
      await page.keyboard.press('?');
      await dialog(page, 'Keyboard shortcuts').waitFor();
    },
  },
  { name: 'menu-help', path: board, show: menu('Help'), isDesktopOnly: true },
  {
    name: 'palette',
    path: board,
    show: async (page) => {
      await press(page, 'Search everything');
      await dialog(page, 'Search tasks, pages, agents and actions').getByRole('combobox').fill('a');
      await page.getByRole('option').first().waitFor();
    },
    isPicture: true,
  },
  {
    name: 'mode',
    path: board,
    show: async (page) => {
      await menu(/^Project: /)(page);
      await page.getByRole('menuitem', { name: /^Mode of/ }).click();
      await page.getByRole('dialog').getByLabel('Reason').waitFor();
    },
  },
  {
    name: 'new-project',
    path: board,
    show: async (page) => {
      await menu(/^Project: /)(page);
      await page.getByRole('menuitem', { name: /^New project/ }).click();
      await dialog(page, 'New project').waitFor();
    },
  },
  {
    name: 'complete-after-drag',
    path: board,
    isDesktopOnly: true,
    show: async (page) => {
      await card(page, work.review).waitFor();
      await drag(page, work.review, 'DONE');
      await dialog(page, `Complete ${work.review}?`).waitFor();
    },
  },
  {
    name: 'picked-up',
    path: board,
    isDesktopOnly: true,
    show: async (page) => {
      await cardLink(page, work.assigned).press('Space');
      await page.getByRole('status').filter({ hasText: 'Arrows choose' }).waitFor();
    },
  },
];

/** Each device in a theme of its own: a theme changes colours alone, and a device nearly none. */
const LOOKS: readonly (readonly [Device, Theme])[] = [
  ['desktop', 'light'],
  ['phone', 'dark'],
];

it(
  'has no page, tab, menu or dialog with an obstacle that axe can find or a control off screen, on a desktop, on a phone and in the dark',
  async () => {
    expect((await Promise.all(LOOKS.map(([device, theme]) => lookAround(device, theme)))).flat()).toEqual([]);
  },
  LOOK_MS,
);

/** Shows every view on a device in a theme and takes pictures of some. @returns the obstacles. */
async function lookAround(device: Device, theme: Theme): Promise<string[]> {
  const name = `${device}-${theme}`;
  const obstacles: string[] = [];
  const look = async (page: Page, view: string, isPicture: boolean) => {
    obstacles.push(...(await obstaclesOn(page)).map((found) => `${name}-${view}: ${found}`));
    if (isPicture) await page.screenshot({ path: join(PICTURES, `${name}-${view}.png`) });
  };

  const signedOut = await ui.openSignedOut(device, theme);
  for (const [view, path, heading] of entrances) {
    await signedOut.goto('about:blank');
    await signedOut.goto(path);
    await signedOut.getByRole('heading', { name: heading }).waitFor();
    await look(signedOut, view, true);
  }

  const page = await ui.open('/', device, theme);
  for (const view of VIEWS.filter(({ isDesktopOnly = false }) => !isDesktopOnly || device === 'desktop')) {
    try {
      await visit(page, view.path());
      await view.show(page);
      await look(page, view.name, view.isPicture === true);
    } catch (error) {
      await page.screenshot({ path: join(PICTURES, `${name}-${view.name}-failed.png`) });
      obstacles.push(`${name}-${view.name}: ${String(error)}`);
    }
  }
  return obstacles;
}

/** Goes to a page as its links do, by way of a page on which nothing is open. */
async function visit(page: Page, path: string): Promise<void> {
  await goWithin(page, '/nowhere');
  await page.getByText('There is nothing at this address').waitFor();
  await goWithin(page, path);
}

const goWithin = (page: Page, path: string) =>
  page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`);
