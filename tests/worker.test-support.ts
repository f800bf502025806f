import { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type Config } from '../config/config.ts';
import { repositoryRoot } from '../local/repository.ts';
import { createStore, type Store } from '../store/store.ts';
import { connectWorker, createTaskWorker } from '../workers/task-worker.ts';
import { ensureSearchAttributes } from '../workers/search-attributes.ts';
import { bundleWorkflows } from '../workers/workflow-bundle.ts';
import { eventually, testTemporalAddress, uniqueMongodbUri, uniqueName } from './stack.test-support.ts';

export const HISTORIES_FOLDER = join(repositoryRoot, 'tests/histories');

/** A worker on the test servers, alone on its task queue and its database. */
export interface TestWorker {
  readonly config: Config;
  readonly client: Client;
  readonly store: Store;
  /** Stops polling, as a killed worker would; tasks wait until `resume`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Stops everything. @throws when one of the histories made on the task queue cannot be replayed. */
  stop(): Promise<void>;
}

export async function startTestWorker(environment: Record<string, string> = {}): Promise<TestWorker> {
  quietRuntime();
  const config = testConfig(environment);
  const workflowBundle = await bundle();
  const store = createStore(config.mongodbUri, 'test-worker');
  const [native, connection] = await Promise.all([
    connectWorker(config),
    Connection.connect({ address: testTemporalAddress() }),
    store.connect(),
  ]);
  await ensureSearchAttributes(native, config.temporal.namespace);
  const client = new Client({ connection, namespace: config.temporal.namespace });
  let running = await runWorker(config, { connection: native, store, workflowBundle });
  return {
    config,
    client,
    store,
    pause: () => running.stop(),
    resume: async () => void (running = await runWorker(config, { connection: native, store, workflowBundle })),
    stop: async () => {
      const histories = await historiesOf(client, config.temporal.taskQueue);
      await running.stop();
      await native.close();
      await connection.close();
      await store.close();
      await replay(histories);
    },
  };
}

/** A configuration on the test servers that shares nothing with other tests. */
export const testConfig = (environment: Record<string, string> = {}): Config =>
  loadConfig({
    TEMPORAL_ADDRESS: testTemporalAddress(),
    TEMPORAL_TASK_QUEUE: uniqueName('queue'),
    MONGODB_URI: uniqueMongodbUri(),
    MISSION_CONTROL_SECRET: 'a secret that is long enough for the tests',
    LOG_LEVEL: 'silent',
    // Several test files share the machine; what is slow is not away.
    TEMPORAL_TIMEOUT_MS: '20000',
    ...environment,
  });

let bundled: ReturnType<typeof bundleWorkflows> | undefined;

/** The workflows as they are in the sources now, bundled once per test run. */
export const bundle = (): ReturnType<typeof bundleWorkflows> => (bundled ??= sharedBundle());

/** Test files run in several processes: the first that needs the bundle leaves it for the others. */
async function sharedBundle(): ReturnType<typeof bundleWorkflows> {
  const path = join(process.env['TEST_FOLDER'] ?? tmpdir(), `workflow-bundle-${process.ppid}.js`);
  if (existsSync(path)) return { code: readFileSync(path, 'utf8') };
  const made = await bundleWorkflows(new DefaultLogger('ERROR'));
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, made.code);
  renameSync(unfinished, path);
  return made;
}

/** Only errors of Temporal's runtime are worth a line in a test run. */
export function quietRuntime(): void {
  try {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { forward: {}, filter: { core: 'ERROR', other: 'ERROR' } } },
    });
  } catch {
    // Installed already by an earlier worker of the same test file.
  }
}

async function runWorker(config: Config, deps: Parameters<typeof createTaskWorker>[1]) {
  const worker = await createTaskWorker(config, deps);
  const ended = worker.run();
  return {
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    },
  };
}

interface NamedHistory {
  readonly workflowId: string;
  readonly history: Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;
}

const isWorkflowTaskCompleted = ({ eventType }: temporal.api.history.v1.IHistoryEvent): boolean =>
  eventType === temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED;

/** Histories of all that ran on a task queue; of those that went the same way, one. */
async function historiesOf(client: Client, taskQueue: string): Promise<NamedHistory[]> {
  const histories = new Map<string, NamedHistory>();
  for await (const { workflowId, runId } of client.workflow.list({ query: `TaskQueue = '${taskQueue}'` })) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    // A run that has just continued as new has nothing to replay yet, and replaying it would never end.
    if (history.events?.some(isWorkflowTaskCompleted)) histories.set(wayOf(history.events), { workflowId, history });
  }
  return [...histories.values()];
}

/** What a workflow did, in order: the kinds of its events with what they are about. */
const wayOf = (events: readonly temporal.api.history.v1.IHistoryEvent[]): string =>
  events.map((event) => `${event.eventType} ${subjectOf(event)}`).join('\n');

function subjectOf(event: temporal.api.history.v1.IHistoryEvent): string {
  return (
    event.workflowExecutionStartedEventAttributes?.workflowType?.name ??
    event.activityTaskScheduledEventAttributes?.activityType?.name ??
    commandIn(event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.args) ??
    commandIn(event.workflowExecutionSignaledEventAttributes?.input) ??
    event.workflowExecutionSignaledEventAttributes?.signalName ??
    ''
  );
}

/** The name of the command that a message to a task carries. */
function commandIn(message: temporal.api.common.v1.IPayloads | null | undefined): string | undefined {
  const [envelope] = message?.payloads ?? [];
  const { command } = JSON.parse(Buffer.from(envelope?.data ?? []).toString() || '{}') as {
    command?: { name: string };
  };
  return command?.name;
}

/** Runs histories through the workflows as they are now. @throws naming the first that comes out differently. */
export async function replay(histories: Iterable<{ workflowId: string; history: unknown }>): Promise<number> {
  let replayed = 0;
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowBundle: await bundle() },
    histories as Parameters<typeof Worker.runReplayHistories>[1],
  )) {
    if (error) throw new Error(`the history of ${workflowId} cannot be replayed: ${error.message}`, { cause: error });
    replayed += 1;
  }
  return replayed;
}

const { History } = temporal.api.history.v1;

/** With RECORD_HISTORIES set, keeps the history of a workflow's last run for tests/histories. */
export async function recordHistory(client: Client, name: string, workflowId: string): Promise<void> {
  if (!process.env['RECORD_HISTORIES']) return;
  const history = History.fromObject(await client.workflow.getHandle(workflowId).fetchHistory());
  mkdirSync(HISTORIES_FOLDER, { recursive: true });
  const plain = History.toObject(history, { longs: String, enums: String, bytes: String });
  // Stack traces name the folder of this checkout, which is nobody else's business.
  const text = JSON.stringify(plain, null, 1).replaceAll(`${repositoryRoot}/`, '/');
  writeFileSync(join(HISTORIES_FOLDER, `${name}.json`), `${text}\n`);
}

/** The recorded history with this name. */
export function recordedHistory(name: string): { workflowId: string; history: unknown } {
  const plain = JSON.parse(readFileSync(join(HISTORIES_FOLDER, `${name}.json`), 'utf8')) as Record<string, unknown>;
  return { workflowId: name, history: History.fromObject(plain) };
}

/** Waits until a workflow has ended and answers how. */
export const ended = (client: Client, workflowId: string): Promise<string> =>
  eventually(async () => {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING' ? undefined : status.name;
  });
