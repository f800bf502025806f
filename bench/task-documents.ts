import { ulid } from 'ulid';
import { taskKey } from '../domain/ids.ts';
import type { Actor } from '../domain/actor.ts';
import { NO_FACTS } from '../domain/task/commands.ts';
import { decide } from '../domain/task/decide.ts';
import { PRIORITIES, TASK_STATUSES, TASK_TYPES } from '../domain/task/vocabulary.ts';
import type { TaskState } from '../domain/task/state.ts';
import { taskDocument } from '../store/projection.ts';
import type { BoardCountsDocument, TaskDocument } from '../store/models.ts';
import type { Db } from './database.ts';
import { content } from './lifecycle/content.ts';

const DOCUMENTS_PER_INSERT = 500;
const CREATOR: Actor = { kind: 'HUMAN', id: 'human-bench', name: 'Somebody', role: 'ADMIN' };

/**
 * Inserts tasks as the store would have written them, spread evenly over the columns, and the board's totals; no
 * workflows belong to them.
 */
export async function insertTasks(database: Db, project: string, keyPrefix: string, count: number): Promise<void> {
  const tasks = database.collection<TaskDocument>('tasks');
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  for (let from = 0; from < count; from += DOCUMENTS_PER_INSERT) {
    const batch = numbers.slice(from, from + DOCUMENTS_PER_INSERT);
    await tasks.insertMany(batch.map((number) => taskDocument(stateOf(project, keyPrefix, number))));
  }
  const counts = Object.fromEntries(
    TASK_STATUSES.map((status, index) => [status, numbers.filter((number) => columnOf(number) === index).length]),
  );
  await database
    .collection<BoardCountsDocument>('boardCounts')
    .replaceOne({ _id: project }, { counts, recent: [] }, { upsert: true });
}

const columnOf = (number: number): number => number % TASK_STATUSES.length;

/** A task as it is after its creation, moved to its column. */
function stateOf(project: string, keyPrefix: string, number: number): TaskState {
  const task = {
    id: ulid(),
    key: taskKey(keyPrefix, number),
    projectId: project,
    title: `${content.title} (${number})`,
    description: content.description,
    type: TASK_TYPES[number % TASK_TYPES.length] ?? 'OPS',
    priority: PRIORITIES[number % PRIORITIES.length] ?? 3,
    labels: ['bench', `label-${number % 7}`],
    source: 'API',
    dependsOn: [],
    checklist: content.checklist.map((label) => ({ label, checked: number % 2 === 0 })),
    budgetMicros: 3_000_000,
    metadata: {},
  } as const;
  const context = { now: new Date().toISOString(), actor: CREATOR, facts: NO_FACTS };
  const decision = decide(undefined, { name: 'create', task }, context);
  if (!decision.accepted) throw new Error(decision.rejection.message);
  return {
    ...decision.state,
    status: TASK_STATUSES[columnOf(number)] ?? 'INBOX',
    assignees: [{ kind: 'HUMAN', id: CREATOR.id, name: CREATOR.name }],
    workPlan: { bullets: content.bullets },
  };
}
