import { randomBytes } from 'node:crypto';
import { chromium, devices, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { ApiClient } from '../../cli/api-client.ts';
import { startStack, type Stack, type StackOptions } from '../../local/stack.ts';
import { ensureApiKey } from '../../operations/api-keys.ts';
import type { CommandResult } from '../../operations/schemas/commands.ts';
import type { AgentView } from '../../operations/schemas/agent.ts';
import type { TaskView } from '../../operations/schemas/task.ts';
import { eventually, temporaryFolder } from '../stack.test-support.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
];
const PATIENCE_MS = 15_000;

/** Time for a stack and a browser to start or to end, in milliseconds. */
export const START_MS = 90_000;

export type Device = 'desktop' | 'phone';
export type Theme = 'light' | 'dark';

const DEVICES = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    userAgent: devices['Pixel 7'].userAgent,
  },
} as const;

/** A real stack, a real browser, and a second client of the API beside it. */
export interface Ui {
  readonly stack: Stack;
  readonly client: ApiClient;
  /** A new browser profile on the sign-in page. */
  openSignedOut(device?: Device, theme?: Theme): Promise<Page>;
  /** A new browser profile, signed in and live, on `path`. */
  open(path: string, device?: Device, theme?: Theme): Promise<Page>;
  /** Closes every profile. @returns what happened in them that never may. */
  closePages(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Starts a stack of its own on a data folder of its own. */
export async function startUi(more: Pick<StackOptions, 'withTelegramStandIn'> = {}): Promise<Ui> {
  const folder = await temporaryFolder();
  const environment = { ...process.env, TEMPORAL_ADDRESS: '', MONGODB_URI: '' };
  const [stack, browser] = await Promise.all([
    startStack({ dataDir: folder.path, port: 0, quiet: true, environment, ...more }),
    launchBrowser(),
  ]);
  const client = new ApiClient({ url: stack.url, token: stack.ownerToken });
  const contexts: BrowserContext[] = [];
  const problems: string[] = [];

  async function openSignedOut(device: Device = 'desktop', theme: Theme = 'light'): Promise<Page> {
    const context = await browser.newContext({
      ...DEVICES[device],
      baseURL: stack.url,
      colorScheme: theme,
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    contexts.push(context);
    const page = await context.newPage();
    watch(page, stack.url, problems);
    return page;
  }

  return {
    stack,
    client,
    openSignedOut,
    open: async (path, device, theme) => {
      const page = await openSignedOut(device, theme);
      await page.goto(signInLink(stack, path));
      await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
      return page;
    },
    closePages: async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
      return problems.splice(0);
    },
    close: async () => {
      await Promise.allSettled([browser.close(), stack.stop()]);
      await folder.remove();
    },
  };
}

/** The link that `mission-control up` prints, for any page. */
export const signInLink = ({ url, ownerToken }: Stack, path = '/'): string => `${url}${path}#token=${ownerToken}`;

function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'];
  if (!executablePath) throw new Error('CHROMIUM_PATH is not set: run the tests with `npm test`.');
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Notes what never may happen on any page: errors, dialogs of the browser, breaches of the CSP, other origins. */
function watch(page: Page, origin: string, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`error: ${error.stack ?? error.message}`));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) problems.push(`CSP: ${message.text()}`);
  });
  page.on('request', (request) => {
    const isOwn = request.url().startsWith(`${origin}/`) || request.url().startsWith('data:');
    if (!isOwn) problems.push(`request: ${request.url()}`);
  });
}

/** Asserts again until it holds. */
export const until = (assertion: () => void | Promise<void>): Promise<true> =>
  eventually(async () => {
    await assertion();
    return true as const;
  }, PATIENCE_MS);

/** The API as another person uses it. */
export async function addPerson({ stack }: Ui, name: string): Promise<ApiClient> {
  const token = `test_person_${randomBytes(8).toString('hex')}`;
  await ensureApiKey(stack.mongodbUri, { token, kind: 'OWNER', name });
  return new ApiClient({ url: stack.url, token });
}

export const createProject = (client: ApiClient, slug: string, keyPrefix: string, name = slug): Promise<unknown> =>
  client.post('/projects', { slug, name, keyPrefix });

export const createAgent = (
  client: ApiClient,
  project: string,
  name: string,
  role: AgentView['role'] = 'SPECIALIST',
): Promise<AgentView> => client.post<AgentView>('/agents', { project, name, role });

/** Creates a task of a project with nothing but what matters. */
export async function createTask(client: ApiClient, project: string, title: string, fields: object = {}) {
  const { task } = await client.post<CommandResult>('/tasks', { project, title, type: 'OPS', ...fields });
  return task;
}

export async function command(client: ApiClient, key: string, name: string, body: object): Promise<TaskView> {
  const { task } = await client.post<CommandResult>(`/tasks/${key}/commands/${name}`, body);
  return task;
}

export const assign = (client: ApiClient, key: string, { id }: AgentView): Promise<TaskView> =>
  command(client, key, 'assign', { assignees: [{ kind: 'AGENT', id }] });

export const plan = (client: ApiClient, key: string): Promise<TaskView> =>
  command(client, key, 'plan', { bullets: ['Look', 'Do', 'Check'] });
