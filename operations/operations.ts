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
import { Assignment } from './assignment.ts';
import { Artifacts } from './artifacts.ts';
import { Budgets } from './budgets.ts';
import { Claims } from './claims.ts';
import { Containment } from './containment.ts';
import { Credentials } from './credentials.ts';
import type { Dependencies } from './dependencies.ts';
import { ExecutionRuns } from './execution-runs.ts';
import { Executions } from './executions.ts';
import { Executors } from './executors.ts';
import { Governance } from './governance.ts';
import { checkHealth, checkReadiness, type Health } from './health.ts';
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
import { Reports } from './reports.ts';
import { Reviews } from './reviews.ts';
import { Routing } from './routing.ts';
import { Squads } from './squads.ts';
import { RunBook } from './run-book.ts';
import { Runs } from './runs.ts';
import { StartGate } from './start-gate.ts';
import { Subtasks } from './subtasks.ts';
import { TaskGateway } from './task-gateway.ts';
import { Tasks } from './tasks.ts';
import { ToolCalls } from './tool-calls.ts';
import { Verification } from './verification.ts';
import { Watches } from './watches.ts';
import { Why } from './why.ts';

/** Everything that can be asked of Mission Control, without a transport. */
export interface Operations {
  readonly tasks: Tasks;
  readonly projects: Projects;
  readonly routing: Routing;
  readonly installation: Installation;
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
  readonly toolCalls: ToolCalls;
  readonly agentToolCalls: AgentToolCalls;
  readonly artifacts: Artifacts;
  readonly reports: Reports;
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
  readonly costs: Costs;
  readonly forecasts: Forecasts;
  readonly flow: Flow;
  readonly performance: Performance;
  readonly credentials: Credentials;
  readonly live: LiveFeed;
  readonly health: () => Promise<Health>;
  readonly readiness: () => Promise<Health>;
  readonly close: () => Promise<void>;
}

/**
 * Connects to Temporal and MongoDB in the background: either may be away now and come up later.
 * @param appName what the servers show as the name of this process.
 */
export function openOperations(config: Config, logger: Logger, appName: string): Operations {
  const { temporal } = config;
  const connection = Connection.lazy({
    address: temporal.address,
    tls: temporal.tls,
    ...(temporal.apiKey !== undefined && { apiKey: temporal.apiKey }),
  });
  const store = createStore(config.mongodbUri, appName);
  store.connect().catch((error: unknown) => {
    logger.fatal({ err: error }, 'the history database refuses us');
    process.exit(1);
  });
  const client = new Client({ connection, namespace: temporal.namespace });
  const gateway = new TaskGateway(client, { ...temporal, historyLimit: config.taskHistoryLimit });
  const operations = createOperations(config, { store, gateway, logger });
  const close = async () => {
    await store.close();
    await connection.close();
  };
  return { ...operations, close };
}

function createOperations(
  config: Config,
  { store, gateway, logger }: { store: Store; gateway: TaskGateway; logger: Logger },
): Omit<Operations, 'close'> {
  const { temporal } = config;
  const auth = lazyAuth(store, config.secret, logger);
  const sessions = new Sessions(auth, store, config.secret);
  const passwords = new Passwords(auth, store, new Attempts(store));
  const activity = new Activity(store);
  const containment = new Containment(gateway);
  const credentials = new Credentials(store, config.secret, (cookie) => sessions.personOf(cookie));
  const projects = new Projects(store, activity, containment, credentials);
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
  return {
    tasks,
    projects: deps.projects,
    routing: new Routing(deps, tasks.lookup),
    installation: new Installation(deps),
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
    toolCalls: new ToolCalls(deps, tasks),
    agentToolCalls: new AgentToolCalls(deps, tasks),
    artifacts: new Artifacts(deps, tasks),
    reports: new Reports(deps, tasks),
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
    accounts: new Accounts({ ...deps, sessions, passwords }),
    setup: new Setup({ ...deps, passwords }),
    people: new People({ ...deps, sessions }),
    invitations: new Invitations({ ...deps, passwords }),
    apiKeys: new ApiKeys({ ...deps, sessions }),
    credentials: deps.credentials,
    live: deps.live,
    health: () => checkHealth(deps),
    readiness: () => checkReadiness(deps),
  };
}
