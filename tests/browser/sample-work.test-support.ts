import type { ExecutorType, TaskType } from '../../domain/task/vocabulary.ts';
import { startExecutor, type HeldWork } from './executor.test-support.ts';
import {
  addPerson,
  assign,
  command,
  createAgent,
  createProject,
  createTask,
  plan,
  type Ui,
} from './ui.test-support.ts';

export const SAMPLE_SLUG = 'storefront';

/** Keys of the tasks that show something particular. */
export interface SampleWork {
  readonly inbox: string;
  readonly assigned: string;
  readonly running: string;
  readonly manual: string;
  readonly review: string;
  readonly waiting: string;
  readonly blocked: string;
  readonly done: string;
  /** Made by a recurring task. */
  readonly weekly: string;
}

interface NewTask {
  readonly title: string;
  readonly type: TaskType;
  readonly priority?: number;
  readonly labels?: readonly string[];
  readonly description?: string;
  readonly checklist?: readonly { label: string; checked: boolean }[];
  readonly budgetMicros?: number;
  readonly workspace?: { repositoryUrl: string; baseBranch: string };
}

const REPOSITORY = { repositoryUrl: 'https://git.example.com/storefront.git', baseBranch: 'main' };

/** A project in the middle of a week, made through the API by people, agents and executors. */
export async function makeSampleWork(ui: Ui): Promise<SampleWork> {
  const { client } = ui;
  await createProject(client, SAMPLE_SLUG, 'SHOP', 'Storefront');
  const agents = {
    backend: await createAgent(client, SAMPLE_SLUG, 'Backend Developer'),
    frontend: await createAgent(client, SAMPLE_SLUG, 'Frontend Developer'),
    scout: await createAgent(client, SAMPLE_SLUG, 'Scout'),
    scribe: await createAgent(client, SAMPLE_SLUG, 'Scribe'),
    intern: await createAgent(client, SAMPLE_SLUG, 'Release Intern', 'INTERN'),
  };
  const rogue = await createAgent(client, SAMPLE_SLUG, 'Night Watch');
  await client.post(`/agents/${rogue.id}/status`, {
    status: 'QUARANTINED',
    reason: 'It deleted a branch that was not its own',
  });
  const paula = await addPerson(ui, 'Paula Peer');
  const types: readonly ExecutorType[] = ['CURSOR', 'CLAUDE_CODE', 'OPENCLAW_AGENT'];
  const executor = await startExecutor(ui, 'build-box-2', types);

  const make = async ({ title, ...fields }: NewTask) => (await createTask(client, SAMPLE_SLUG, title, fields)).key;
  const given = async (agent: keyof typeof agents, task: NewTask) => {
    const key = await make(task);
    await assign(client, key, agents[agent]);
    return key;
  };
  const send = (key: string, name: string, body: object) => command(client, key, name, body);
  const dispatched = async (key: string, by: ExecutorType): Promise<HeldWork> => {
    await plan(client, key);
    await send(key, 'dispatch', { executor: by });
    return executor.claim();
  };

  const inbox = await make({
    title: 'Alert when checkout errors exceed 1 %',
    type: 'OPS',
    priority: 2,
    labels: ['observability'],
  });
  await make({ title: 'Compare hosted search with our own index', type: 'RESEARCH', labels: ['search'] });
  await make({ title: 'Write the release notes of 2.4', type: 'DOCS', priority: 4 });

  await make({ title: 'Say “sold out” before the basket', type: 'ENGINEERING', labels: ['basket'] });
  await make({
    title: 'Collect the questions of new merchants',
    type: 'RESEARCH',
    priority: 4,
    labels: ['onboarding'],
  });

  const assigned = await given('backend', {
    title: 'Paginate the order history',
    type: 'ENGINEERING',
    priority: 2,
    labels: ['api', 'performance'],
    checklist: [
      { label: 'Cursor in the answer', checked: true },
      { label: 'Old clients go on working', checked: false },
    ],
  });
  await given('scribe', { title: 'Refresh the onboarding emails', type: 'EMAIL' });

  await given('frontend', { title: 'Show prices with and without tax', type: 'ENGINEERING', labels: ['compliance'] });

  const running = await given('frontend', {
    title: 'Cache product pages at the edge',
    type: 'ENGINEERING',
    priority: 1,
    labels: ['performance'],
    budgetMicros: 8_000_000,
  });
  const edge = await dispatched(running, 'CLAUDE_CODE');
  await edge.heartbeat({
    progress: { percent: 62, message: 'Running the tests of the storefront' },
    log: 'Read 41 files\nWrote cache-policy.ts\n> npm test\n  134 passing\n',
  });

  const manual = await given('scout', { title: 'Interview three merchants on refunds', type: 'RESEARCH', priority: 3 });
  await plan(client, manual);
  await send(manual, 'dispatch', { executor: 'MANUAL' });
  await client.post(`/executions/${manual}-X1/take`, {});

  const review = await makeReviewed(ui, given, dispatched);
  const announcement = await given('scribe', { title: 'Draft the Black Friday announcement', type: 'CONTENT' });
  await plan(client, announcement);
  await send(announcement, 'transition', { to: 'IN_PROGRESS' });
  await send(announcement, 'submit', { summary: 'Two versions, one with a countdown.' });

  const waiting = await given('intern', {
    title: 'Roll out the new tax rates',
    type: 'CODE_CHANGE',
    priority: 1,
    labels: ['compliance'],
    workspace: REPOSITORY,
  });
  const rollout = await dispatched(waiting, 'CURSOR');
  await rollout.heartbeat({ progress: { percent: 90, message: 'Waits for a decision' } });
  await rollout.askFor('git_push', {
    summary: 'Push `mc/tax-rates` with **3 changed files** to the remote.',
    rollbackPlan: 'Delete the branch; nothing is deployed from it.',
    arguments: { branch: 'mc/tax-rates', files: 3 },
  });

  const blocked = await given('backend', { title: 'Move sessions to the new cluster', type: 'OPS', priority: 2 });
  await send(blocked, 'transition', { to: 'BLOCKED', reason: 'Waits for the maintenance window on Thursday' });

  const done = await given('backend', {
    title: 'Close the idle connections',
    type: 'ENGINEERING',
    labels: ['database'],
  });
  const finished = await dispatched(done, 'CURSOR');
  await finished.complete({ summary: 'Idle connections end after 30 s.', usage: usage(640_000) });
  await send(done, 'transition', { to: 'DONE' });

  const dropped = await make({ title: 'Support the old fax gateway', type: 'ENGINEERING', priority: 4 });
  await send(dropped, 'transition', { to: 'CANCELED', reason: 'Nobody has used it for a year' });

  await command(paula, review, 'comment', { body: 'The jitter looks right. Is `Retry-After` honoured **before** it?' });
  await send(review, 'comment', { body: 'Yes: see `delayBefore`, and the test beside it.' });
  await command(paula, review, 'review', {
    kind: 'REFUTE',
    severity: 'MINOR',
    comment: 'The log line names the hook, but not the **attempt**.',
  });
  await send(review, 'review', { kind: 'PRAISE', score: 9, comment: 'Small, and tested where it matters.' });
  await publishPolicies(ui);
  await client.post(`/projects/${SAMPLE_SLUG}/webhooks`, { url: 'https://hooks.example.org/storefront' });
  const weekly = await makeRecurring(ui);
  return { inbox, assigned, running, manual, review, waiting, blocked, done, weekly };
}

/** One that has made a task, and one that is paused. */
async function makeRecurring({ client }: Ui): Promise<string> {
  const setUp = (name: string, when: object) =>
    client.post<{ id: string }>(`/projects/${SAMPLE_SLUG}/recurring-tasks`, {
      name,
      when,
      template: { title: `${name} of {{week}}`, type: 'CONTENT', labels: ['weekly'] },
    });
  const { id } = await setUp('Newsletter', { kind: 'WEEKLY', weekdays: [1], time: '08:30' });
  const stock = await setUp('Stocktaking', { kind: 'MONTHLY', day: 31, time: '18:00' });
  await client.post(`/recurring-tasks/${stock.id}/pause`, { reason: 'The warehouse is being moved' });
  return (await client.post<{ taskKey: string }>(`/recurring-tasks/${id}/run`, {})).taskKey;
}

/** One version that holds, and one that waits for somebody to let it hold. */
async function publishPolicies({ client }: Ui): Promise<void> {
  const scope = { kind: 'PROJECT', project: SAMPLE_SLUG };
  await client.post('/policies', {
    scope,
    rules: { shellBlocked: ['terraform destroy'], approvals: { RED: { decisions: 2, role: 'ADMIN' } } },
    note: 'Nobody takes the shop down by accident',
    activate: true,
  });
  await client.post('/policies', {
    scope,
    rules: { shellBlocked: ['terraform destroy'], shellAllowed: ['ls', 'git status', 'make build'] },
    note: 'Let agents build',
  });
}

const usage = (costMicros: number) => ({
  model: 'sonnet',
  inputTokens: 182_340,
  outputTokens: 12_905,
  costMicros,
  costSource: 'BILLED',
});

const DIFF = `diff --git a/src/webhooks/deliver.ts b/src/webhooks/deliver.ts
--- a/src/webhooks/deliver.ts
+++ b/src/webhooks/deliver.ts
@@ -18,7 +18,9 @@ export async function deliver(hook: Webhook): Promise<void> {
   for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
     const answer = await send(hook);
     if (answer.ok) return;
-    await sleep(1000);
+    if (!isWorthRetrying(answer.status)) throw new DeliveryFailed(hook, answer);
+    await sleep(delayBefore(attempt, answer.retryAfter));
   }
+  throw new DeliveryFailed(hook);
 }
`;

/** The task that the picture of the README shows: handed in by an executor, with its diff. */
async function makeReviewed(
  { client }: Ui,
  given: (agent: 'backend', task: NewTask) => Promise<string>,
  dispatched: (key: string, by: ExecutorType) => Promise<HeldWork>,
): Promise<string> {
  const key = await given('backend', {
    title: 'Retry webhooks with exponential backoff',
    description:
      'Merchants lose events when their server restarts. Retry for **24 hours**, honour `Retry-After`, and never retry a 4xx.',
    type: 'CODE_CHANGE',
    priority: 2,
    labels: ['webhooks', 'reliability'],
    budgetMicros: 5_000_000,
    workspace: REPOSITORY,
  });
  const work = await dispatched(key, 'CURSOR');
  await command(client, key, 'plan', {
    bullets: ['Find every place that sends a webhook', 'Back off with jitter, up to 24 hours', 'Test each status code'],
    estimatedCostMicros: 2_000_000,
    estimatedMinutes: 25,
  });
  const diff = await work.upload('retry-webhooks.diff', 'text/x-diff', DIFF);
  await work.complete({
    summary: 'Webhooks are retried for 24 hours with backoff and jitter; a 4xx ends the delivery at once.',
    artifacts: [diff],
    branch: `mc/${key}-retry-webhooks`,
    commit: '4f1c9a7be0d25c86b1a93e1f7d0c2b4a5e6f7081',
    usage: usage(1_840_000),
  });
  return key;
}
