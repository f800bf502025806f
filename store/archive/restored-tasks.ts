import type { Model } from 'mongoose';
import { OutcomeBuilder } from '../../domain/learning/outcome.ts';
import { evolve } from '../../domain/task/evolve.ts';
import type { TaskEvent } from '../../domain/task/events.ts';
import type { TaskState } from '../../domain/task/state.ts';
import { insertMissing } from '../connection.ts';
import type { ChainedEvent } from '../hash-chain.ts';
import type { EventDocument, ExecutionDocument, Models } from '../models.ts';
import { project, taskDocument, type Projection } from '../projection.ts';
import type { Write } from '../write.ts';

/** An event of a log with when it was stored first: feeds and reports are in that order. */
export type ArchivedEvent = ChainedEvent & { readonly storedAt: string };

/** What a task has besides its log. */
export interface ArchivedTask {
  readonly id: string;
  readonly key: string;
  /** Of the last event that the archive has. */
  readonly seq: number;
  /** What executors have said that is not in the log, by execution. */
  readonly executions: readonly ({ readonly id: string } & ExecutionExtras)[];
  /** How far GitHub was told of it. */
  readonly githubPost?: { readonly messageSeq: number; readonly labelled?: string };
}

type ExecutionExtras = Pick<ExecutionDocument, 'progress' | 'logTail' | 'heldBack'>;

type Document = { _id: string } & Record<string, unknown>;

/** Collections that follow from logs. Totals of boards are counted when everything is there. */
const PROJECTED = ['approvals', 'executions', 'messages', 'reviews', 'stays'] as const satisfies (keyof Projection)[];
type Projected = (typeof PROJECTED)[number];

/** Events that are written at once. */
const BATCH = 1_000;

/**
 * Writes logs and the documents that follow from them, many at once. Everything is inserted unless it is there, or changed
 * by events that it has not seen: what was cut off is repeated from the beginning.
 */
export class RestoredTasks {
  readonly #models: Models;
  readonly #projectId: string;
  #batch = new Batch();
  #task: ArchivedTask | undefined;
  #state: TaskState | undefined;
  #outcome = new OutcomeBuilder();

  constructor(models: Models, projectId: string) {
    this.#models = models;
    this.#projectId = projectId;
  }

  /** The task that the next events are of. */
  begin(task: ArchivedTask): void {
    this.#finishTask();
    this.#task = task;
    this.#state = undefined;
    this.#outcome = new OutcomeBuilder();
  }

  /** The next event of its log. */
  async add({ storedAt, ...event }: ArchivedEvent): Promise<void> {
    const task = this.#task;
    if (!task) throw new Error('an event of no task');
    const before = this.#state;
    const state = evolve(before, event);
    this.#state = state;
    this.#outcome.add(event);
    const { id: taskId, key: taskKey } = task;
    const { projectId } = state;
    this.#batch.events.push({ ...event, taskId, taskKey, projectId, storedAt: new Date(storedAt) });
    this.#batch.take(project([event as TaskEvent], before, state));
    if (this.#batch.events.length >= BATCH) await this.#write();
  }

  async end(): Promise<void> {
    this.#finishTask();
    await this.#write();
  }

  #finishTask(): void {
    const [task, state] = [this.#task, this.#state];
    if (!task || !state) return;
    this.#batch.tasks.push(taskDocument(state));
    for (const { id, ...extras } of task.executions) this.#batch.extras.set(id, extras);
    if (task.githubPost) this.#batch.githubPosts.push({ _id: task.id, ...task.githubPost });
    if (state.completedAt !== undefined) {
      const outcome = this.#outcome.build();
      const agentIds = [...(outcome?.agents ?? [])];
      const kept = { _id: task.id, projectId: this.#projectId, agentIds, endedAt: state.completedAt };
      this.#batch.outcomes.push({ ...kept, ...(outcome && { outcome }) });
    }
    this.#task = undefined;
  }

  async #write(): Promise<void> {
    const { events, documents, changes, extras, tasks, outcomes, githubPosts } = this.#batch;
    this.#batch = new Batch();
    await insertMissing(this.#models.events, events);
    for (const name of PROJECTED) {
      await insertMissing(this.#models[name] as unknown as Model<Document>, [...documents[name].values()]);
      await changeInOrder(this.#models[name] as unknown as Model<Document>, changes[name]);
    }
    const said = [...extras].map(([_id, $set]) => ({ filter: { _id }, update: { $set }, upsert: false }));
    await changeInOrder(this.#models.executions as unknown as Model<Document>, said);
    await insertMissing(this.#models.githubPosts, githubPosts as never);
    await insertMissing(this.#models.outcomes, outcomes as never);
    // Last: whoever finds a task finds everything of it.
    await insertMissing(this.#models.tasks, tasks);
  }
}

const perCollection = <Value>(make: () => Value) =>
  Object.fromEntries(PROJECTED.map((name) => [name, make()])) as Record<Projected, Value>;

/** What some events come to, so that most documents are written once, as they are after all of them. */
class Batch {
  readonly events: EventDocument[] = [];
  readonly tasks: ReturnType<typeof taskDocument>[] = [];
  readonly outcomes: object[] = [];
  readonly githubPosts: object[] = [];
  readonly extras = new Map<string, ExecutionExtras>();
  readonly documents = perCollection(() => new Map<string, Document>());
  /** Of documents that an earlier batch has inserted. */
  readonly changes = perCollection((): Write[] => []);

  take(projection: Projection): void {
    for (const name of PROJECTED) {
      for (const write of projection[name]) {
        if (!applied(this.documents[name], write)) this.changes[name].push(write);
      }
    }
  }
}

/** Does to documents in memory what a write would do in the database; answers false where there is no such document. */
function applied(documents: Map<string, Document>, { filter, update, upsert }: Write): boolean {
  const { _id } = filter as { _id: string };
  const { $set, $unset, $setOnInsert } = update as Readonly<Record<string, Record<string, unknown> | undefined>>;
  const document = documents.get(_id);
  if (upsert) {
    if (!document) documents.set(_id, { _id, ...$setOnInsert });
    return true;
  }
  if (!document) return false;
  Object.assign(document, $set);
  for (const field of Object.keys($unset ?? {})) delete document[field];
  return true;
}

async function changeInOrder(model: Model<Document>, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  const operations = writes.map(({ filter, update }) => ({ updateOne: { filter, update } }));
  await model.collection.bulkWrite(operations as never, { ordered: true });
}
