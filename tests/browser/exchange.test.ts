import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { FakeGithub } from '../fakes/github/fake-github.ts';
import { obstaclesOn } from './obstacles.test-support.ts';
import { dialog, notice } from './places.test-support.ts';
import { createProject, createTask, startUi, START_MS, until, type Ui } from './ui.test-support.ts';

const TEST_MS = 120_000;
const SLUG = 'told';
const SETTINGS = { WEBHOOK_ALLOW_HTTP: 'true', WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1/32' };

let ui: Ui;
let receiver: Server;
let github: FakeGithub;
let status = 200;
const received: { body: string; headers: Record<string, string> }[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      received.push({ body, headers: request.headers as Record<string, string> });
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"heard":true}');
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  github = await FakeGithub.start();
  Object.assign(process.env, SETTINGS, { GITHUB_API_ROOT: github.apiRoot });
  ui = await startUi();
  await createProject(ui.client, SLUG, 'TLD', 'Told');
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(async () => {
  for (const name of [...Object.keys(SETTINGS), 'GITHUB_API_ROOT']) delete process.env[name];
  receiver.close();
  await ui.close();
  await github.stop();
}, START_MS);

it(
  'is made with a secret that is shown once, tried out, seen to fail, and sent again',
  async () => {
    const { port } = receiver.address() as AddressInfo;
    const page = await ui.open(`/p/${SLUG}`);
    await page.getByRole('button', { name: /^Project: / }).click();
    await page.getByRole('menuitem', { name: 'Webhooks of Told' }).click();
    await page.getByText('No system is told yet').waitFor();
    await page.getByRole('button', { name: 'New webhook' }).click();
    const form = dialog(page, 'New webhook');
    await form.getByLabel('Address').fill('https://10.0.0.1/');
    await form.getByRole('button', { name: 'Make webhook' }).click();
    await form.getByText(/not on the internet/).waitFor();
    await form.getByLabel('Address').fill(`http://127.0.0.1:${port}/hook`);
    await form.getByLabel('task.created').check();
    await form.getByRole('button', { name: 'Make webhook' }).click();
    const once = dialog(page, 'The secret of the webhook');
    const secret = await once.getByLabel('Signing secret').inputValue();
    await once.getByRole('button', { name: 'I have kept it' }).click();

    const order = (name: string) => async () => {
      await page.getByRole('button', { name: /^What to do with 127/ }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await order('Send a test')();
    await notice(page, 'A test message is on its way').waitFor();
    const deliveries = page.getByRole('list', { name: 'Deliveries' });
    await deliveries.getByText('Delivered').waitFor();
    const [test] = received;
    expect(new Webhook(secret).verify(test?.body ?? '', test?.headers ?? {})).toMatchObject({ type: 'webhook.test' });

    status = 500;
    await createTask(ui.client, SLUG, 'Heard of late');
    await page.getByRole('list', { name: 'Webhooks' }).getByText('Fails').waitFor();
    await deliveries.getByRole('button', { name: /Tried again/ }).click();
    const delivery = dialog(page, 'Delivery');
    await delivery.getByText('the answer was 500').first().waitFor();
    await delivery
      .getByText(/"heard": true/)
      .first()
      .waitFor();
    expect(await obstaclesOn(page)).toEqual([]);
    status = 200;
    await delivery.getByRole('button', { name: 'Try now' }).click();
    await page.getByRole('list', { name: 'Webhooks' }).getByText('Active').waitFor();
    await until(() => expect(received.at(-1)?.body).toContain('Heard of late'));

    await order('New secret…')();
    await dialog(page, 'New signing secret').getByRole('button', { name: 'Make a new secret' }).click();
    expect(await once.getByLabel('Signing secret').inputValue()).not.toBe(secret);
    await once.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByText(/The old secret ends in/).waitFor();
    await order('Remove…')();
    await dialog(page, `Remove 127.0.0.1:${port}/hook?`).getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No system is told yet').waitFor();
  },
  TEST_MS,
);

it(
  'makes tasks of a file once it was shown what that would do, and not twice',
  async () => {
    const page = await ui.open(`/p/${SLUG}`);
    await page.getByRole('button', { name: /^Project: / }).click();
    await page.getByRole('menuitem', { name: 'Import tasks…' }).click();
    const form = dialog(page, 'Import tasks into Told');
    const file = (text: string) => ({ name: 'tasks.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    const rows = 'ref,title,type,priority,who\nR-1,From a file,OPS,high,Ann\nR-2,Of no type,,,\n';
    await form.getByLabel('File', { exact: true }).setInputFiles(file(rows));
    await form.getByText(/^type: /).waitFor();
    await form.getByText('Left out: the columns who.').waitFor();
    expect(await form.getByRole('button', { name: 'Import 1' }).isDisabled()).toBe(true);
    await form.getByLabel('Type').selectOption('Docs');
    await form.getByText('2 new').waitFor();
    expect(await obstaclesOn(page)).toEqual([]);
    await form.getByRole('button', { name: 'Import 2' }).click();
    await notice(page, '2 tasks are created').waitFor();
    await form.getByText('2 created').waitFor();
    await form.getByLabel('File', { exact: true }).setInputFiles(file(rows));
    await form.getByText('2 exists').waitFor();
    await form.getByRole('link').first().click();
    await page.getByRole('complementary').getByText('From a file').first().waitFor();
  },
  TEST_MS,
);

it(
  'is connected to a repository on GitHub, whose issues become tasks, and disconnected',
  async () => {
    const repository = github.addRepository('acme/shop');
    repository.addIssue({ title: 'The basket is empty' }, 60);
    const page = await ui.open(`/projects/${SLUG}/settings`);
    const panel = page.getByRole('region', { name: 'GitHub' });
    const connect = panel.getByRole('button', { name: 'Connect', exact: true });
    await panel.getByRole('textbox', { name: 'Repository' }).fill('https://github.com/acme/shop');
    await panel.getByLabel('Token').fill('ghp_of_somebody_else');
    await connect.click();
    await panel.getByText(/does not know this token/).waitFor();
    await panel.getByLabel('Token').fill(github.token);
    await connect.click();
    const secret = dialog(page, 'The secret of the webhook');
    await secret.getByText(`${ui.stack.url}/hooks/github`).waitFor();
    await secret.getByRole('button', { name: 'I have kept it' }).click();

    const connected = panel.getByRole('region', { name: 'acme/shop' });
    await connected.getByRole('button', { name: 'Test', exact: true }).click();
    await connected.getByText('The connection works.').waitFor();
    await connected.getByRole('button', { name: 'Sync now' }).click();
    await connected.getByText(/1 issue is a task/).waitFor();
    expect(await obstaclesOn(page)).toEqual([]);
    await connected.getByRole('button', { name: 'New token…' }).click();
    const another = dialog(page, 'Another token for acme/shop');
    await another.getByLabel('Token').fill('ghp_of_somebody_else');
    await another.getByRole('button', { name: 'Use it' }).click();
    await another.getByText(/does not know this token/).waitFor();
    await another.getByLabel('Token').fill(github.token);
    await another.getByRole('button', { name: 'Use it' }).click();
    await notice(page, 'acme/shop is reached in another way now').waitFor();
    await page.goto(`/p/${SLUG}`);
    await page.getByRole('link', { name: 'The basket is empty' }).click();
    const issue = page.getByRole('complementary').getByRole('link', { name: 'acme/shop#1' });
    expect(await issue.getAttribute('href')).toBe(repository.issues.get(1)?.html_url);

    await page.goto(`/projects/${SLUG}/settings`);
    await connected.getByRole('button', { name: 'Disconnect…' }).click();
    await dialog(page, 'Disconnect acme/shop?').getByRole('button', { name: 'Disconnect' }).click();
    await connected.waitFor({ state: 'detached' });
  },
  TEST_MS,
);
