import { ActivityStore } from './activities.ts';
import { AgentSlotStore } from './agent-slots.ts';
import { AgentWorkStore } from './agent-work.ts';
import { AgentStore } from './agents.ts';
import { AlertStore } from './alerts.ts';
import { ArchiveStore } from './archive/archive-store.ts';
import { ArtifactStore } from './artifacts.ts';
import { BoardViewStore } from './board-views.ts';
import { BudgetStore } from './budgets.ts';
import { ChangeStore } from './changes.ts';
import { connect, createConnection, databaseOf, whenAvailable } from './connection.ts';
import { CostStore } from './costs.ts';
import { CreationStore } from './creations.ts';
import { CredentialStore } from './credentials.ts';
import { ExecutorStore } from './executors.ts';
import { FamilyStore } from './family.ts';
import { FlowStore } from './flow.ts';
import { FeedStore } from './feed.ts';
import { GithubStore } from './github/github-store.ts';
import { HistoryStore } from './history.ts';
import { ImportStore } from './imports.ts';
import { InstallationStore } from './installation.ts';
import { LearningStore } from './learning.ts';
import { LedgerStore } from './ledger.ts';
import { LockStore } from './locks.ts';
import { createModels } from './models.ts';
import { NotificationStore } from './notifications.ts';
import { OfferStore } from './offers.ts';
import { InvitationStore } from './invitations.ts';
import { PeopleStore } from './people.ts';
import { PolicyStore } from './policies.ts';
import { PolicyDecisionStore } from './policy-decisions.ts';
import { prepare } from './prepare.ts';
import { ProjectStore } from './projects.ts';
import { RecurringStore } from './recurring/recurring-store.ts';
import { ReviewStore } from './reviews.ts';
import { RunStore } from './runs.ts';
import { SetupStore } from './setup.ts';
import { SignInStore } from './sign-in.ts';
import { StandupFactStore } from './standup-facts.ts';
import { StandupStore } from './standups.ts';
import { TaskPartStore } from './task-parts.ts';
import { TaskStore } from './tasks.ts';
import { TelegramStore } from './telegram/telegram-store.ts';
import { WatchStore } from './watches.ts';
import { WebhookStore } from './webhooks/webhook-store.ts';
import { WorkerStore } from './workers.ts';

/** Everything that is kept in MongoDB. */
export interface Store {
  readonly history: HistoryStore;
  readonly tasks: TaskStore;
  readonly family: FamilyStore;
  readonly creations: CreationStore;
  readonly imports: ImportStore;
  readonly locks: LockStore;
  readonly parts: TaskPartStore;
  readonly projects: ProjectStore;
  readonly agents: AgentStore;
  readonly agentWork: AgentWorkStore;
  readonly agentSlots: AgentSlotStore;
  readonly offers: OfferStore;
  readonly budgets: BudgetStore;
  readonly runs: RunStore;
  readonly ledger: LedgerStore;
  readonly boardViews: BoardViewStore;
  readonly policies: PolicyStore;
  readonly reviews: ReviewStore;
  readonly policyDecisions: PolicyDecisionStore;
  readonly people: PeopleStore;
  readonly signIn: SignInStore;
  readonly setup: SetupStore;
  readonly invitations: InvitationStore;
  readonly installation: InstallationStore;
  readonly activities: ActivityStore;
  readonly feed: FeedStore;
  readonly changes: ChangeStore;
  readonly alerts: AlertStore;
  readonly notifications: NotificationStore;
  readonly watches: WatchStore;
  readonly credentials: CredentialStore;
  readonly executors: ExecutorStore;
  readonly workers: WorkerStore;
  readonly artifacts: ArtifactStore;
  readonly archive: ArchiveStore;
  readonly costs: CostStore;
  readonly flow: FlowStore;
  readonly learning: LearningStore;
  readonly standups: StandupStore;
  readonly standupFacts: StandupFactStore;
  readonly telegram: TelegramStore;
  readonly webhooks: WebhookStore;
  readonly github: GithubStore;
  readonly recurring: RecurringStore;
  /** Connects, waiting for the server if need be, and creates missing collections and indexes. */
  connect(): Promise<void>;
  /** Round trip to the server in milliseconds. @throws when it is away. */
  ping(): Promise<number>;
  close(): Promise<void>;
}

export function createStore(mongodbUri: string, appName: string): Store {
  const connection = createConnection();
  const models = createModels(connection);
  const closing = new AbortController();
  const history = new HistoryStore(models);
  const budgets = new BudgetStore(models);
  const ledger = new LedgerStore(models);
  const projects = new ProjectStore(models);
  const people = new PeopleStore(models);
  const changes = new ChangeStore(models);
  const costs = new CostStore(models);
  const notifications = new NotificationStore(models, changes);
  const tasks = new TaskStore(models);
  const learning = new LearningStore(models, history);
  return {
    history,
    tasks,
    family: new FamilyStore(models),
    creations: new CreationStore(models, projects),
    imports: new ImportStore(models),
    locks: new LockStore(models),
    parts: new TaskPartStore(models),
    projects,
    agents: new AgentStore(models),
    agentWork: new AgentWorkStore(models),
    agentSlots: new AgentSlotStore(models),
    offers: new OfferStore(models),
    budgets,
    ledger,
    runs: new RunStore(ledger, budgets),
    boardViews: new BoardViewStore(models),
    policies: new PolicyStore(models),
    reviews: new ReviewStore(models),
    policyDecisions: new PolicyDecisionStore(models),
    people,
    signIn: new SignInStore(models, connection),
    setup: new SetupStore(models),
    invitations: new InvitationStore(models),
    installation: new InstallationStore(models),
    activities: new ActivityStore(models),
    feed: new FeedStore(models),
    changes,
    notifications,
    watches: new WatchStore(models),
    alerts: new AlertStore(models, changes, notifications, people),
    credentials: new CredentialStore(models),
    executors: new ExecutorStore(models),
    workers: new WorkerStore(models),
    artifacts: new ArtifactStore(models, connection),
    archive: new ArchiveStore(models, tasks, learning),
    costs,
    flow: new FlowStore(models),
    learning,
    standups: new StandupStore(models),
    standupFacts: new StandupFactStore(models, costs),
    telegram: new TelegramStore(models),
    webhooks: new WebhookStore(models),
    github: new GithubStore(models),
    recurring: new RecurringStore(models),
    connect: async () => {
      await connect(connection, { uri: mongodbUri, appName, signal: closing.signal });
      // The server may go away again, and whoever closes in the middle of it has no use for it any more.
      await whenAvailable(() => prepare(models), closing.signal);
    },
    ping: async () => {
      const startedAt = performance.now();
      await databaseOf(connection).command({ ping: 1 });
      return performance.now() - startedAt;
    },
    close: async () => {
      closing.abort();
      await connection.close();
    },
  };
}
