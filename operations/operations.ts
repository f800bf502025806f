import { Client, Connection } from '@temporalio/client';
import type { Config } from '../config/config.ts';
import type { Logger } from '../config/logger.ts';
import { taskWorkflowId } from '../domain/ids.ts';
import { createStore, type Store } from '../store/store.ts';
import { Accounts } from './accounts/accounts.ts';
import { Attempts } from './accounts/attempts.ts';
import { lazyAuth } from './accounts/auth.ts';
import { Invitations } from './accounts/invitations.ts';
import { ApiKeys } from './accounts/keys.ts';
import { Passwords } from './accounts/passwords.ts';
import { Setup } from './accounts/setup.ts';
import { Sessions } from './accounts/sessions.ts';
import { Activity } from './activity.ts';
import { AgentControl } from './agent-control.ts';
import { AgentToolCalls } from './agent-tool-calls.ts';
import { Agents } from './agents.ts';
import { Alerts } from './alerts.ts';
import { Costs } from './analytics/costs.ts';
import { Flow } from './analytics/flow.ts';
import { Forecasts } from './analytics/forecasts.ts';
import { Performance } from './analytics/performance.ts';
import { Approvals } from './approvals.ts';
import { Exports } from './archive/exports.ts';
import { Restorations } from './archive/restorations.ts';
import { Assignment } from './assignment.ts';
import { Artifacts } from './artifacts.ts';
import { BoardViews } from './board-views.ts';
import { Budgets } from './budgets.ts';
import { Claims } from './claims.ts';
import { Containment } from './containment.ts';
import { Credentials } from './credentials.ts';
import type { Dependencies } from './dependencies.ts';
import { ExecutionRuns } from './execution-runs.ts';
import { Executions } from './executions.ts';
import { Executors } from './executors.ts';
import { Github } from './github.ts';
import { GithubTasks } from './github-tasks.ts';
import { GithubSyncs } from './github-syncs.ts';
import { Governance } from './governance.ts';
import { checkHealth, checkReadiness, checkWork, type Health, type HealthWork } from './health.ts';
import { Imports } from './imports/imports.ts';
import { Installation } from './installation.ts';
import { Leases } from './leases.ts';
import { LiveFeed } from './live-feed.ts';
import { Notifications } from './notifications.ts';
import { Members } from './members.ts';
import { People } from './people.ts';
import { EffectivePolicies } from './effective-policies.ts';
import { Policies } from './policies.ts';
import { PolicyDecisions } from './policy-decisions.ts';
import { PolicyDryRun } from './policy-dry-run.ts';
import { Projects } from './projects.ts';
import { NextTimes } from './recurring/next-times.ts';
import { Occurrences } from './recurring/occurrences.ts';
import { RecurringSchedules } from './recurring/recurring-schedules.ts';
import { RecurringTasks } from './recurring/recurring-tasks.ts';
import { Reports } from './reports.ts';
import { Reviews } from './reviews.ts';
import { Routing } from './routing.ts';
import { Squads } from './squads.ts';
import { RunBook } from './run-book.ts';
import { Sample } from './sample.ts';
import { Runs } from './runs.ts';
import { StandupSchedules } from './standup-schedules.ts';
import { Standups } from './standups.ts';
import { StartGate } from './start-gate.ts';
import { Subtasks } from './subtasks.ts';
import { TaskGateway } from './task-gateway.ts';
import { Tasks } from './tasks.ts';
import { Telegram } from './telegram.ts';
import { Threads } from './threads.ts';
import { ToolCalls } from './tool-calls.ts';
import { Vault } from './vault.ts';
import { Verification } from './verification.ts';
import { Watches } from './watches.ts';
import { WebhookDeliveries } from './webhook-deliveries.ts';
import { WebhookWorkflows } from './webhook-workflows.ts';
import { Webhooks } from './webhooks.ts';
import { Why } from './why.ts';

/** Everything that can be asked of Mission Control, without a transport. */
export interface Operations {
  readonly tasks: Tasks;
  readonly imports: Imports;
  readonly projects: Projects;
  readonly routing: Routing;
  readonly installation: Installation;
  readonly sample: Sample;
  readonly agents: Agents;
  readonly agentControl: AgentControl;
  readonly squads: Squads;
  readonly members: Members;
  readonly assignment: Assignment;
  readonly policies: Policies;
  readonly effectivePolicies: EffectivePolicies;
  readonly policyDryRun: PolicyDryRun;
  readonly policyDecisions: PolicyDecisions;
  readonly approvals: Approvals;
  readonly claims: Claims;
  readonly executions: Executions;
  readonly executors: Executors;
  readonly runs: Runs;
  readonly budgets: Budgets;
  readonly threads: Threads;
  readonly toolCalls: ToolCalls;
  readonly agentToolCalls: AgentToolCalls;
  readonly artifacts: Artifacts;
  readonly reports: Reports;
  readonly exports: Exports;
  readonly restorations: Restorations;
  readonly reviews: Reviews;
  readonly verification: Verification;
  readonly alerts: Alerts;
  readonly notifications: Notifications;
  readonly watches: Watches;
  readonly subtasks: Subtasks;
  readonly why: Why;
  readonly activity: Activity;
  readonly accounts: Accounts;
  readonly setup: Setup;
  readonly people: People;
  readonly invitations: Invitations;
  readonly apiKeys: ApiKeys;
  readonly telegram: Telegram;
  readonly github: Github;
  readonly githubTasks: GithubTasks;
  readonly githubSyncs: GithubSyncs;
  readonly costs: Costs;
  readonly forecasts: Forecasts;
  readonly flow: Flow;
  readonly performance: Performance;
  readonly standups: Standups;
  readonly recurringTasks: RecurringTasks;
  readonly occurrences: Occurrences;
  readonly webhooks: Webhooks;
  readonly webhookDeliveries: WebhookDeliveries;
  readonly boardViews: BoardViews;
  readonly credentials: Credentials;
  readonly live: LiveFeed;
  readonly health: () => Promise<Health>;
  readonly healthWork: () => Promise<HealthWork>;
  readonly readiness: () => Promise<Health>;
  readonly close: () => Promise<void>;
}

/**
 * Connects to Temporal and MongoDB in the background: either may be away now and come up later.
 * @param appName what the servers show as the name of this process.
 */
export function openOperations(
  config: Config,
  logger: Logger,
  appName: string,
  store: Store = createStore(config.mongodbUri, appName),
): Operations {
  const { temporal } = config;
  const connection = Connection.lazy({
    address: temporal.address,
    tls: temporal.tls,
    ...(temporal.apiKey !== undefined && { apiKey: temporal.apiKey }),
  });
  store.connect().catch((error: unknown) => {
    logger.fatal({ err: error }, 'the history database refuses us');
    process.exit(1);
  });
  const client = new Client({ connection, namespace: temporal.namespace });
  const operations = operationsOn(config, { client, store, logger });
  const close = async () => {
    await operations.close();
    await store.close();
    await connection.close();
  };
  return { ...operations, close };
}

/** The same on connections that somebody else has opened, and closes. */
export function operationsOn(
  config: Config,
  { client, store, logger }: { readonly client: Client; readonly store: Store; readonly logger: Logger },
): Operations {
  const { temporal } = config;
  const gateway = new TaskGateway(client, { ...temporal, historyLimit: config.taskHistoryLimit });
  const keeping = { client, store, logger, ...temporal };
  const schedules = {
    standups: new StandupSchedules(keeping),
    recurring: new RecurringSchedules(keeping),
    nextTimes: new NextTimes(keeping),
  };
  const githubSyncs = new GithubSyncs(keeping);
  const webhookWorkflows = new WebhookWorkflows({ client, logger, ...temporal });
  const connected = { store, gateway, schedules, githubSyncs, webhookWorkflows, logger };
  const operations = createOperations(config, connected);
  const close = async () => {
    await operations.restorations.close();
    schedules.standups.close();
    schedules.recurring.close();
    githubSyncs.close();
  };
  return { ...operations, close };
}

interface Connected {
  readonly store: Store;
  readonly gateway: TaskGateway;
  readonly schedules: {
    readonly standups: StandupSchedules;
    readonly recurring: RecurringSchedules;
    readonly nextTimes: NextTimes;
  };
  readonly githubSyncs: GithubSyncs;
  readonly webhookWorkflows: WebhookWorkflows;
  readonly logger: Logger;
}

function createOperations(
  config: Config,
  { store, gateway, schedules, githubSyncs, webhookWorkflows, logger }: Connected,
): Omit<Operations, 'close'> {
  const { temporal } = config;
  const auth = lazyAuth(store, config.secret, logger);
  const sessions = new Sessions(auth, store, config.secret);
  const passwords = new Passwords(auth, store, new Attempts(store));
  const activity = new Activity(store);
  const containment = new Containment(gateway);
  const credentials = new Credentials(store, config.secret, (cookie) => sessions.personOf(cookie));
  const projects = new Projects(store, activity, containment, credentials, schedules);
  const deps: Dependencies = {
    store,
    gateway,
    logger,
    activity,
    alerts: new Alerts(store),
    containment,
    credentials,
    live: new LiveFeed(store, logger),
    projects,
    governance: new Governance(store, projects),
    agents: new Agents(store, projects, activity),
    members: new Members(store, projects),
    artifactMaxBytes: config.artifactMaxBytes,
    githubSyncs,
    vault: new Vault(config.secret),
    publicUrl: config.publicUrl,
    hasTelegramToken: config.telegram.token !== undefined,
    temporalUiUrl: temporal.uiUrl,
    workflowUrl: (taskId) =>
      temporal.uiUrl && `${temporal.uiUrl}/namespaces/${temporal.namespace}/workflows/${taskWorkflowId(taskId)}`,
  };
  const tasks = new Tasks(deps);
  const leases = new Leases(deps);
  const starts = new StartGate(deps);
  const runBook = new RunBook(deps, tasks.lookup);
  const executionRuns = new ExecutionRuns(deps, runBook, tasks.lookup);
  const performance = new Performance(deps);
  const policies = new Policies(deps);
  const reach = config.webhooks;
  const webhooks = new Webhooks(deps, { workflows: webhookWorkflows, reach, secret: config.secret });
  const github = new Github(deps);
  const occurrences = new Occurrences(deps, tasks, schedules.recurring);
  const recurring = { schedules: schedules.recurring, nextTimes: schedules.nextTimes, occurrences };
  return {
    tasks,
    imports: new Imports(deps, tasks),
    projects: deps.projects,
    routing: new Routing(deps, tasks.lookup),
    installation: new Installation(deps),
    sample: new Sample(deps),
    agents: deps.agents,
    agentControl: new AgentControl(deps),
    squads: new Squads(deps),
    members: deps.members,
    assignment: new Assignment(deps, tasks, performance),
    policies,
    effectivePolicies: new EffectivePolicies(deps, policies, tasks.lookup),
    policyDryRun: new PolicyDryRun(deps, policies),
    policyDecisions: new PolicyDecisions(deps),
    approvals: new Approvals(deps, tasks),
    claims: new Claims(deps, tasks.lookup, leases, executionRuns, starts),
    executors: new Executors(deps),
    executions: new Executions(deps, leases, executionRuns),
    runs: new Runs(deps, runBook, tasks.lookup, starts),
    budgets: new Budgets(deps),
    threads: new Threads(deps),
    toolCalls: new ToolCalls(deps, tasks),
    agentToolCalls: new AgentToolCalls(deps, tasks),
    artifacts: new Artifacts(deps, tasks),
    reports: new Reports(deps, tasks),
    exports: new Exports(deps),
    restorations: new Restorations(deps, schedules, config.archiveMaxBytes),
    reviews: new Reviews(deps, tasks),
    verification: new Verification(deps, tasks),
    alerts: deps.alerts,
    notifications: new Notifications(store),
    watches: new Watches(deps, tasks),
    subtasks: new Subtasks(deps, tasks.lookup),
    why: new Why(deps, tasks.lookup),
    activity,
    costs: new Costs(deps),
    forecasts: new Forecasts(deps),
    flow: new Flow(deps),
    performance,
    standups: new Standups(deps),
    recurringTasks: new RecurringTasks(deps, recurring),
    occurrences,
    webhooks,
    webhookDeliveries: new WebhookDeliveries(deps, webhooks, webhookWorkflows),
    boardViews: new BoardViews(deps),
    accounts: new Accounts({ ...deps, sessions, passwords }),
    setup: new Setup({ ...deps, passwords }),
    people: new People({ ...deps, sessions }),
    invitations: new Invitations({ ...deps, passwords }),
    apiKeys: new ApiKeys({ ...deps, sessions }),
    telegram: new Telegram(deps),
    github,
    githubTasks: new GithubTasks(deps, tasks.lookup, github),
    githubSyncs,
    credentials: deps.credentials,
    live: deps.live,
    health: () => checkHealth(deps),
    healthWork: () => checkWork(deps),
    readiness: () => checkReadiness(deps),
  };
}
