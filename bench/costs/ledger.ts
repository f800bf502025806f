import { addDays } from '../../domain/budget/day.ts';
import { TASK_TYPES } from '../../domain/task/vocabulary.ts';
import type { CostDayDocument, RunDocument } from '../../store/documents/budget.ts';
import type { Db } from '../database.ts';

const RUNS_PER_INSERT = 2_000;
const AGENTS = 18;
const MODELS = 4;
const TASKS = 3_000;
const TASKS_KEPT = 100;

/** Inserts runs as the ledger would have written them, spread evenly over the days that end with `today`. */
export async function insertRuns(
  database: Db,
  project: string,
  { today, days, count }: { today: string; days: number; count: number },
): Promise<void> {
  const runs = database.collection<RunDocument>('runs');
  for (let from = 0; from < count; from += RUNS_PER_INSERT) {
    const numbers = Array.from({ length: Math.min(RUNS_PER_INSERT, count - from) }, (_, index) => from + index);
    await runs.insertMany(numbers.map((number) => runOf(project, addDays(today, -(number % days)), number)));
  }
  const listed = Array.from({ length: days }, (_, ago) => addDays(today, -ago));
  await database
    .collection<CostDayDocument>('costDays')
    .insertMany(listed.map((day) => ({ _id: `${project}:${day}`, projectId: project, day, version: 1 })));
}

/** One more run of a day, and the day told of it, as the ledger does. */
export async function insertRun(database: Db, project: string, day: string, number: number): Promise<void> {
  await database.collection<RunDocument>('runs').insertOne(runOf(project, day, number));
  await database
    .collection<CostDayDocument>('costDays')
    .updateOne({ _id: `${project}:${day}` }, { $inc: { version: 1 } });
}

/** Days that are added up already, each with as many groups as are kept. */
export async function insertRolledUpDays(database: Db, project: string, today: string, days: number): Promise<void> {
  const listed = Array.from({ length: days }, (_, ago) => rolledUpDay(project, addDays(today, -ago), ago));
  await database.collection<CostDayDocument>('costDays').insertMany(listed);
}

function rolledUpDay(projectId: string, day: string, number: number): CostDayDocument {
  const total = { micros: 1_000_000, inputTokens: 100_000, outputTokens: 10_000, runs: 100 };
  const groups = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => ({ key: `${prefix}-${index}`, label: `${prefix} ${index}`, ...total }));
  const rolledUp = {
    version: 1,
    total,
    byAgent: groups(AGENTS, 'agent'),
    byModel: groups(MODELS, 'model'),
    byType: groups(TASK_TYPES.length, 'type'),
    byTask: groups(TASKS_KEPT, `BENCH-${number}`),
  };
  return { _id: `${projectId}:${day}`, projectId, day, version: 1, rolledUp };
}

const runOf = (project: string, day: string, number: number): RunDocument => ({
  _id: `run-${number}`,
  projectId: project,
  agentId: `agent-${number % AGENTS}`,
  agentName: `Agent ${number % AGENTS}`,
  taskId: `task-${number % TASKS}`,
  taskKey: `BENCH-${number % TASKS}`,
  taskType: TASK_TYPES[number % TASK_TYPES.length] ?? 'OPS',
  model: `model-${number % MODELS}`,
  status: 'FINISHED',
  day,
  reserved: { micros: 750_000, tokens: 100_000, seconds: 900 },
  usage: {
    model: `model-${number % MODELS}`,
    inputTokens: 1_000 + (number % 977),
    outputTokens: number % 499,
    costMicros: number % 100_003,
    costSource: 'ESTIMATED',
  },
  amounts: { micros: number % 100_003, tokens: 1_500, seconds: 60 },
  startedAt: `${day}T12:00:00.000Z`,
  finishedAt: `${day}T12:01:00.000Z`,
});
