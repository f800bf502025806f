import { ulid } from 'ulid';
import { factsWith } from '../../domain/standup/standup.test-support.ts';
import { standup } from '../../domain/standup/standup.ts';
import { expectStatus, ProjectProbe, type TestApi } from '../../tests/api.test-support.ts';
import { agentWith, personWith } from '../../tests/identities.test-support.ts';
import type { FakeGithub } from '../../tests/fakes/github/fake-github.ts';
import { makeRepositories } from './github.test-support.ts';
import { makeRecurringTasks } from './recurring.test-support.ts';
import { makeWebhooks } from './webhooks.test-support.ts';

/** Things of one project, for every route to be asked about, and another project for strangers. */
export interface Resources {
  readonly project: string;
  readonly otherProject: string;
  readonly task: string;
  readonly approval: string;
  readonly review: string;
  readonly execution: string;
  readonly executionToken: string;
  readonly manualExecution: string;
  readonly artifact: string;
  readonly run: string;
  readonly alert: string;
  readonly policy: string;
  readonly standup: string;
  readonly webhook: string;
  readonly spareWebhooks: string[];
  readonly delivery: string;
  readonly recurringTask: string;
  readonly spareRecurringTasks: string[];
  readonly view: string;
  readonly repository: string;
  readonly spareRepositories: string[];
  readonly githubToken: string;
  readonly agentId: string;
  readonly otherAgentId: string;
  readonly personId: string;
  readonly email: string;
}

export async function makeResources(api: TestApi, github: FakeGithub): Promise<Resources> {
  const [project, other] = await Promise.all([ProjectProbe.create(api), ProjectProbe.create(api)]);
  const [agent, otherAgent] = await Promise.all([agentWith(api, project.slug), agentWith(api, other.slug)]);
  const task = await project.task();
  await project.command(task, 'assign', { assignees: [{ kind: 'AGENT', id: agent.id }] });
  const asked = await project.command(task, 'requestApproval', {
    action: 'deploy',
    summary: 'deploy it',
    risk: 'YELLOW',
    blocking: false,
  });
  expectStatus(asked, 200);
  const { execution, token } = await project.claimed();
  const manual = await project.dispatched('MANUAL');
  const artifact = await api.send('POST', `/tasks/${task}/artifacts?name=a.txt`, {
    body: 'text',
    headers: { 'content-type': 'text/plain' },
  });
  expectStatus(artifact, 201);
  const person = await personWith(api, { memberships: [] });
  const { people } = api.worker.store;
  return {
    project: project.slug,
    otherProject: other.slug,
    task,
    approval: asked.body.approvalId,
    review: await makeReview(api, project),
    execution,
    executionToken: token,
    manualExecution: manual.execution,
    artifact: artifact.body.id,
    run: await makeRun(api, project.slug, agent.id),
    alert: await makeAlert(api, project.slug),
    policy: await makePolicy(api, project.slug),
    standup: await makeStandup(api, project.slug),
    ...(await makeWebhooks(api, project.slug)),
    ...(await makeRecurringTasks(api, project.slug)),
    view: await makeView(api, project.slug),
    ...(await makeRepositories(api, github, project.slug)),
    githubToken: github.token,
    agentId: agent.id,
    otherAgentId: otherAgent.id,
    personId: person.id,
    email: (await people.byId(person.id))?.email ?? '',
  };
}

async function makeReview(api: TestApi, project: ProjectProbe): Promise<string> {
  const { key } = await project.dispatched('MANUAL');
  expectStatus(await project.command(key, 'submit', { summary: 'done' }), 200);
  const token = api.tokens.second;
  expectStatus(await project.command(key, 'review', { kind: 'PRAISE', score: 7 }, { token }), 200);
  return `${key}-V1`;
}

async function makeRun(api: TestApi, projectId: string, agentId: string): Promise<string> {
  const _id = ulid();
  await api.worker.store.ledger.insert({
    _id,
    projectId,
    agentId,
    agentName: 'Agent',
    status: 'RUNNING',
    day: '2026-01-01',
    reserved: { micros: 1, tokens: 1, seconds: 1 },
    startedAt: new Date().toISOString(),
  });
  return _id;
}

async function makeAlert(api: TestApi, projectId: string): Promise<string> {
  const title = 'Something is odd';
  await api.operations.alerts.raise({
    key: ulid(),
    severity: 'WARNING',
    kind: 'TEST',
    title,
    description: '',
    projectId,
  });
  const { body } = await api.get(`/alerts?project=${projectId}`);
  return body.items[0].id as string;
}

async function makeStandup(api: TestApi, projectId: string): Promise<string> {
  const kept = standup(factsWith());
  const _id = `${projectId}:${kept.date}`;
  await api.worker.store.standups.addOnce({ _id, projectId, date: kept.date, standup: kept, storedAt: new Date() });
  return _id;
}

async function makeView(api: TestApi, project: string): Promise<string> {
  const created = await api.post(`/projects/${project}/views`, { name: 'Ours', isShared: true });
  expectStatus(created, 201);
  return created.body.id as string;
}

async function makePolicy(api: TestApi, project: string): Promise<string> {
  const scope = { kind: 'PROJECT', project };
  const published = await api.post('/policies', { scope, rules: {}, note: 'a test' });
  expectStatus(published, 201);
  return published.body.id as string;
}

interface Example {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
}
type MakeExample = (resources: Resources) => Example;

const task: MakeExample = ({ task: key }) => ({ params: { key } });
const taskWith =
  (body: unknown): MakeExample =>
  ({ task: key }) => ({ params: { key }, body });
const command = taskWith;
const project: MakeExample = ({ project: slug }) => ({ params: { slug } });
const projectWith =
  (body: unknown): MakeExample =>
  ({ project: slug }) => ({ params: { slug }, body });
const repositoryWith =
  (body: unknown): MakeExample =>
  ({ project: slug, repository: id }) => ({ params: { slug, id }, body });
const listOf: MakeExample = ({ project: slug }) => ({ query: { project: slug } });
const nothing: MakeExample = () => ({});
const execution =
  (body?: unknown): MakeExample =>
  ({ execution: id }) => ({ params: { id }, body });
const webhook =
  (body?: unknown): MakeExample =>
  ({ webhook: id }) => ({ params: { id }, body });
const recurring =
  (body?: unknown): MakeExample =>
  ({ recurringTask: id }) => ({ params: { id }, body });
const monthly = { when: { kind: 'MONTHLY', day: 31, time: '09:00' } };
const reason = { reason: 'a test' };
const scopeOf = (slug: string) => ({ kind: 'PROJECT', project: slug });
const usage = { inputTokens: 1, outputTokens: 1 };

const EXAMPLES: Readonly<Record<string, MakeExample>> = {
  'POST /session': () => ({ body: { token: 'mc_pers_wrong' } }),
  'GET /session': nothing,
  'DELETE /session': nothing,
  'POST /session/sign-out-everywhere': () => ({ body: {} }),
  'GET /setup': nothing,
  'POST /setup': () => ({
    body: { token: 'x'.repeat(30), name: 'N', email: 'n@example.com', password: 'long enough 1' },
  }),
  'GET /invitations/accept': () => ({ query: { token: 'x'.repeat(30) } }),
  'POST /invitations/accept': () => ({ body: { token: 'x'.repeat(30), name: 'N', password: 'long enough 1' } }),
  'PATCH /account': () => ({ body: { name: 'Somebody' } }),
  'POST /account/password': () => ({ body: { currentPassword: 'wrong', newPassword: 'long enough 1' } }),
  'GET /people': nothing,
  'PATCH /people/{id}': ({ personId: id }) => ({ params: { id }, body: { memberships: [] } }),
  'GET /people/invitations': nothing,
  'POST /people/invitations': () => ({ body: { email: 'new@example.com' } }),
  'DELETE /people/invitations/{id}': () => ({ params: { id: 'none' } }),
  'GET /api-keys': nothing,
  'POST /api-keys': () => ({ body: { kind: 'PERSONAL', name: 'mine' } }),
  'DELETE /api-keys/{id}': () => ({ params: { id: 'none' } }),
  'GET /installation': nothing,
  'POST /installation/stop': () => ({ body: reason }),
  'POST /installation/resume': () => ({ body: reason }),
  'POST /installation/sample': () => ({ body: {} }),
  'GET /health': nothing,
  'GET /health/work': nothing,
  'GET /health/requests': nothing,

  'GET /projects': nothing,
  'POST /projects': () => ({ body: { slug: 'twice', name: 'Twice', keyPrefix: 'TWICE' } }),
  'GET /projects/{slug}': project,
  'PATCH /projects/{slug}': projectWith({ name: 'Named anew' }),
  'DELETE /projects/{slug}': project,
  'POST /projects/{slug}/mode': projectWith({ mode: 'NORMAL', reason: 'a test' }),
  'GET /projects/{slug}/mode-history': project,
  'GET /projects/{slug}/routing': project,
  'PUT /projects/{slug}/routing': projectWith({ rules: [], version: 0 }),
  'POST /projects/{slug}/routing/try-out': projectWith({ rules: [] }),
  'GET /executors': listOf,
  'POST /executors/{executor}/reset-circuits': () => ({ params: { executor: 'CURSOR' }, body: {} }),
  'GET /projects/{slug}/board': project,
  'GET /projects/{slug}/verify': project,
  'GET /projects/{slug}/members': project,
  'POST /projects/{slug}/members': ({ project: slug, email }) => ({
    params: { slug },
    body: { email, role: 'VIEWER' },
  }),
  'POST /projects/{slug}/squad/pause': projectWith(reason),
  'POST /projects/{slug}/squad/resume': projectWith(reason),

  'GET /agents': listOf,
  'POST /agents': ({ project: slug }) => ({ body: { project: slug, name: 'Another', role: 'INTERN' } }),
  'GET /agents/{id}': ({ agentId: id }) => ({ params: { id } }),
  'PATCH /agents/{id}': ({ agentId: id }) => ({ params: { id }, body: { concurrencyLimit: 5 } }),
  'POST /agents/{id}/status': ({ agentId: id }) => ({ params: { id }, body: { status: 'ACTIVE', reason: 'a test' } }),
  'GET /agents/{id}/performance': ({ agentId: id }) => ({ params: { id } }),
  'POST /agents/{id}/performance/reset': ({ agentId: id }) => ({ params: { id }, body: { reason: 'a test' } }),
  'POST /agents/heartbeat': () => ({ body: {} }),

  'GET /tasks': listOf,
  'POST /tasks': ({ project: slug }) => ({ body: { project: slug, title: 'Another', type: 'OPS' } }),
  'POST /projects/{slug}/imports/preview': projectWith({ format: 'JSON', text: '[{}]' }),
  'POST /projects/{slug}/imports': projectWith({ format: 'JSON', text: '[{}]' }),
  'GET /tasks/{key}': task,
  'PATCH /tasks/{key}': taskWith({ title: 'Named anew' }),
  'POST /tasks/{key}/commands/edit': command({ title: 'Named anew' }),
  'POST /tasks/{key}/commands/assign': command({ assignees: [] }),
  'POST /tasks/{key}/commands/claim': command({}),
  'POST /tasks/{key}/commands/unassign': command({ assignees: [{ kind: 'HUMAN', id: 'nobody' }] }),
  'POST /tasks/{key}/commands/plan': command({ bullets: ['one', 'two', 'three'] }),
  'POST /tasks/{key}/commands/transition': command({ to: 'DONE' }),
  'POST /tasks/{key}/commands/editComment': command({ messageId: 'none', body: 'hello' }),
  'POST /tasks/{key}/commands/comment': command({ body: 'hello' }),
  'POST /tasks/{key}/commands/submit': command({ summary: 'done' }),
  'POST /tasks/{key}/commands/requestApproval': command({ action: 'a', summary: 's', risk: 'YELLOW', blocking: false }),
  'POST /tasks/{key}/commands/decideApproval': command({ approvalId: 'none', decision: 'APPROVE' }),
  'POST /tasks/{key}/commands/delegateApproval': command({ approvalId: 'none', role: 'ADMIN', reason: 'a test' }),
  'POST /tasks/{key}/commands/cancelApproval': command({ approvalId: 'none', reason: 'a test' }),
  'POST /tasks/{key}/commands/dispatch': command({}),
  'POST /tasks/{key}/commands/cancelExecution': command({ executionId: 'none', reason: 'a test' }),
  'POST /tasks/{key}/commands/review': command({ kind: 'APPROVE' }),
  'POST /tasks/{key}/commands/respondToReview': command({ reviewId: 'none', response: 'ACCEPT', comment: 'c' }),
  'POST /tasks/{key}/commands/acknowledgeLoop': command({ kind: 'COMMENT_STORM', reason: 'a test' }),
  'POST /tasks/{key}/commands/link': command({ kind: 'URL', url: 'https://example.com/' }),
  'GET /tasks/{key}/events': task,
  'GET /tasks/{key}/messages': task,
  'GET /tasks/{key}/route': task,
  'GET /tasks/{key}/recommendations': task,
  'POST /tasks/{key}/auto-assign': taskWith({}),
  'POST /tasks/{key}/watch': taskWith({ watch: true }),
  'GET /tasks/{key}/watchers': task,
  'GET /tasks/{key}/subtasks': task,
  'GET /tasks/{key}/why': task,
  'POST /tasks/{key}/simulate': taskWith({ action: { kind: 'SUBMIT' } }),
  'POST /tasks/{key}/tool-calls': taskWith({ tool: 'read_file', summary: 'read a file' }),
  'GET /tasks/{key}/tool-calls/{approvalId}': ({ task: key, approval }) => ({ params: { key, approvalId: approval } }),
  'GET /tasks/{key}/workflow': task,
  'GET /tasks/{key}/verify': task,
  'GET /projects/{slug}/report.md': ({ project: slug }) => ({ params: { slug } }),
  'GET /projects/{slug}/report.json': ({ project: slug }) => ({ params: { slug } }),
  'GET /tasks/{key}/report.md': task,
  'GET /tasks/{key}/report.json': task,
  'POST /tasks/{key}/artifacts': ({ task: key }) => ({ params: { key }, query: { name: 'b.txt' }, body: 'text' }),

  'GET /policies': listOf,
  'POST /policies': ({ project: slug }) => ({ body: { scope: scopeOf(slug), rules: {}, note: 'a test' } }),
  'POST /policies/import': ({ project: slug }) => ({
    body: { yaml: `missionControlPolicy: 1\nscope: { kind: PROJECT, project: ${slug} }\nnote: a test\nrules: {}\n` },
  }),
  'POST /policies/deactivate': ({ project: slug }) => ({ body: { scope: scopeOf(slug), ...reason } }),
  'GET /policies/diff': ({ policy: to }) => ({ query: { from: 'BUILT_IN', to } }),
  'GET /policies/effective': listOf,
  'POST /policies/evaluate': ({ project: slug }) => ({ body: { project: slug, tool: 'read_file' } }),
  'POST /policies/dry-run': ({ project: slug }) => ({ body: { scope: scopeOf(slug), rules: {} } }),
  'GET /policy-decisions': listOf,
  'GET /policies/{id}': ({ policy: id }) => ({ params: { id } }),
  'POST /policies/{id}/activate': ({ policy: id }) => ({ params: { id }, body: reason }),
  'GET /policies/{id}/export': ({ policy: id }) => ({ params: { id } }),

  'GET /approvals': listOf,
  'GET /approvals/{id}': ({ approval: id }) => ({ params: { id } }),
  'GET /approvals/{id}/chain': ({ approval: id }) => ({ params: { id } }),
  'POST /approvals/decide': ({ approval }) => ({ body: { ids: [approval], decision: 'DENY', reason: 'a test' } }),
  'POST /approvals/{id}/delegate': ({ approval: id }) => ({
    params: { id },
    body: { role: 'OPERATOR', reason: 'a test' },
  }),
  'POST /approvals/{id}/decide': ({ approval: id }) => ({ params: { id }, body: { decision: 'DENY' } }),

  'GET /reviews': listOf,
  'GET /reviews/statistics': listOf,
  'GET /reviews/{id}': ({ review: id }) => ({ params: { id } }),
  'POST /reviews/{id}/respond': ({ review: id }) => ({ params: { id }, body: { response: 'REJECT', comment: 'c' } }),

  'GET /executions': listOf,
  'POST /executions/claim': () => ({ body: { types: ['CURSOR'], executor: { name: 'tester' } } }),
  'GET /executions/{id}': execution(),
  'POST /executions/{id}/take': ({ manualExecution: id }) => ({ params: { id }, body: {} }),
  'POST /executions/{id}/heartbeat': execution({}),
  'POST /executions/{id}/tool-calls': execution({ tool: 'read', summary: 'read a file' }),
  'GET /executions/{id}/tool-calls/{approvalId}': ({ execution: id, approval }) => ({
    params: { id, approvalId: approval },
  }),
  'POST /executions/{id}/artifacts': ({ execution: id }) => ({
    params: { id },
    query: { name: 'c.txt' },
    body: 'text',
  }),
  // Of a lease that does not exist: the execution has to outlive the test.
  'POST /executions/{id}/complete': ({ manualExecution: id }) => ({ params: { id }, body: { summary: 'done' } }),
  'POST /executions/{id}/fail': ({ manualExecution: id }) => ({
    params: { id },
    body: { error: 'e', retryable: true },
  }),
  'POST /executions/{id}/release': ({ manualExecution: id }) => ({ params: { id }, body: {} }),
  'POST /executions/{id}/canceled': ({ manualExecution: id }) => ({ params: { id }, body: {} }),
  'GET /artifacts/{id}': ({ artifact: id }) => ({ params: { id } }),

  'GET /runs': listOf,
  'POST /runs': ({ task: key }) => ({ body: { task: key } }),
  'GET /tasks/{key}/budget': task,
  'POST /runs/{id}/finish': ({ run: id }) => ({ params: { id }, body: { usage } }),
  'GET /budgets': listOf,
  'GET /analytics/costs': listOf,
  'GET /analytics/forecast': listOf,
  'GET /analytics/flow': listOf,
  'GET /analytics/performance': listOf,
  'GET /analytics/backtest': listOf,

  'GET /projects/{slug}/standup': project,
  'GET /projects/{slug}/standup.md': project,
  'GET /projects/{slug}/standups': project,
  'GET /standups/{id}': ({ standup: id }) => ({ params: { id } }),

  'GET /projects/{slug}/lanes': ({ project: slug }) => ({ params: { slug }, query: { by: 'PRIORITY' } }),
  'GET /projects/{slug}/views': project,
  'POST /projects/{slug}/views': projectWith({ name: 'Mine' }),
  'PUT /projects/{slug}/views/choice': projectWith({ order: [], defaultView: null }),
  'PATCH /projects/{slug}/views/{id}': ({ project: slug, view: id }) => ({
    params: { slug, id },
    body: { version: 1, name: 'Ours, renamed' },
  }),
  'DELETE /projects/{slug}/views/{id}': ({ project: slug }) => ({ params: { slug, id: 'none' } }),

  'GET /alerts': listOf,
  'GET /alerts/{id}': ({ alert: id }) => ({ params: { id } }),
  'POST /alerts/{id}/handle': ({ alert: id }) => ({ params: { id }, body: { status: 'ACKNOWLEDGED' } }),
  'GET /activity': listOf,
  'GET /notifications': nothing,
  'POST /notifications/read': () => ({ body: {} }),
  'GET /stream': listOf,

  'GET /telegram': nothing,
  'GET /projects/{slug}/telegram': project,
  'PUT /projects/{slug}/telegram': projectWith({ chatId: -1_001 }),
  'PATCH /projects/{slug}/telegram': projectWith({ isOn: false }),
  'DELETE /projects/{slug}/telegram': project,
  'POST /projects/{slug}/telegram/link': projectWith({}),
  'POST /projects/{slug}/telegram/test': projectWith({}),
  'GET /projects/{slug}/github': project,
  'POST /projects/{slug}/github': ({ project: slug, githubToken: token }) => ({
    params: { slug },
    body: { repository: 'acme/another', access: { kind: 'TOKEN', token } },
  }),
  'PATCH /projects/{slug}/github/{id}': repositoryWith({ statusComment: true }),
  'DELETE /projects/{slug}/github/{id}': ({ project: slug, spareRepositories }) => ({
    params: { slug, id: spareRepositories.pop() ?? '' },
  }),
  'PUT /projects/{slug}/github/{id}/access': repositoryWith({ access: { kind: 'TOKEN', token: 'ghp_not_a_real_one' } }),
  'POST /projects/{slug}/github/{id}/webhook-secret': repositoryWith({}),
  'POST /projects/{slug}/github/{id}/test': repositoryWith({}),
  'POST /projects/{slug}/github/{id}/sync': repositoryWith({}),
  'DELETE /projects/{slug}/github/{id}/sync': repositoryWith(undefined),
  'GET /tasks/{key}/github': task,
  'POST /tasks/{key}/github/pull-request': taskWith({}),
  'GET /account/telegram': nothing,
  'PATCH /account/telegram': () => ({ body: { muted: [] } }),
  'DELETE /account/telegram': nothing,
  'POST /account/telegram/link': () => ({ body: {} }),

  'GET /projects/{slug}/archive': project,
  'POST /restorations': () => ({ body: {} }),
  'GET /restorations/{slug}': project,
  'GET /projects/{slug}/recurring-tasks': project,
  'POST /projects/{slug}/recurring-tasks': projectWith({
    name: 'Monthly',
    template: { title: 'T', type: 'OPS' },
    ...monthly,
  }),
  'POST /projects/{slug}/recurring-tasks/preview': projectWith(monthly),
  'GET /recurring-tasks/{id}': recurring(),
  'PATCH /recurring-tasks/{id}': recurring({ name: 'Named anew' }),
  'DELETE /recurring-tasks/{id}': ({ spareRecurringTasks }) => ({ params: { id: spareRecurringTasks.pop() ?? '' } }),
  'POST /recurring-tasks/{id}/pause': recurring({}),
  'POST /recurring-tasks/{id}/resume': recurring({}),
  'POST /recurring-tasks/{id}/run': recurring({}),
  'GET /recurring-tasks/{id}/occurrences': recurring(),

  'GET /projects/{slug}/webhooks': project,
  'POST /projects/{slug}/webhooks': projectWith({ url: 'https://receiver.invalid/' }),
  'GET /webhooks/{id}': webhook(),
  'PATCH /webhooks/{id}': webhook({ description: 'Named anew' }),
  'DELETE /webhooks/{id}': ({ spareWebhooks }) => ({ params: { id: spareWebhooks.pop() ?? '' } }),
  'POST /webhooks/{id}/enable': webhook({}),
  'POST /webhooks/{id}/disable': webhook({}),
  'POST /webhooks/{id}/rotate-secret': webhook({}),
  'POST /webhooks/{id}/test': webhook({}),
  'GET /webhooks/{id}/deliveries': webhook(),
  'GET /webhook-deliveries/{id}': ({ delivery: id }) => ({ params: { id } }),
  'POST /webhook-deliveries/{id}/redeliver': ({ delivery: id }) => ({ params: { id }, body: {} }),
};

/** How to ask a route about the resources; undefined for a route that nobody has thought of here. */
export const exampleOf = (method: string, path: string): MakeExample | undefined => EXAMPLES[`${method} ${path}`];
