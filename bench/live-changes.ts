import { setTimeout as sleep } from 'node:timers/promises';
import type { EventDocument, TaskDocument } from '../store/models.ts';
import type { Db } from './database.ts';

const TICK_MS = 50;

/**
 * Changes titles of the oldest tasks as the store would write it, so many a second. What sends the commands is not
 * measured here: this is more than the workflows of two cores make.
 * @param prefix what the new titles begin with
 * @returns how many changes were made.
 */
export async function changeTasks(
  database: Db,
  project: string,
  prefix: string,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<number> {
  const tasks = database.collection<TaskDocument>('tasks');
  const events = database.collection<EventDocument>('events');
  const known = await tasks
    .find({ projectId: project }, { projection: { key: 1, seq: 1 } })
    .sort({ _id: 1 })
    .limit(perSecond * seconds)
    .toArray();
  const perTick = Math.round((perSecond * TICK_MS) / 1_000);
  const startedAt = performance.now();
  for (let from = 0, tick = 1; from < known.length; from += perTick, tick += 1) {
    const batch = known.slice(from, from + perTick);
    const at = new Date();
    await tasks.bulkWrite(
      batch.map(({ _id, key, seq }) => ({
        updateOne: {
          filter: { _id },
          update: { $set: { seq: seq + 1, 'card.seq': seq + 1, 'card.title': `${prefix}: ${key}` } },
        },
      })),
    );
    await events.insertMany(batch.map((task) => edited(task, project, at)) as never);
    await sleep(Math.max(0, startedAt + tick * TICK_MS - performance.now()));
  }
  return known.length;
}

const edited = ({ _id, key, seq }: Pick<TaskDocument, '_id' | 'key' | 'seq'>, projectId: string, at: Date) => ({
  taskId: _id,
  taskKey: key,
  projectId,
  seq: seq + 1,
  at: at.toISOString(),
  type: 'task.edited',
  actor: { kind: 'HUMAN', id: 'human-bench', name: 'Somebody' },
  data: {},
  hash: '',
  previousHash: '',
  storedAt: at,
});
