import type { Dependencies } from '../dependencies.ts';
import type { CheckedArchive } from './check.ts';

/** Tasks that are asked about at once. */
const AT_ONCE = 20;
/** Tasks that are looked for in one question. */
const PAGE = 500;

/**
 * Why an archive cannot be restored in this installation. Keys and ids of tasks are in the hashes of their logs, so that
 * nothing can be given another one: where they are taken, there is no place for the archive.
 */
export async function obstaclesTo(
  { store, gateway }: Pick<Dependencies, 'store' | 'gateway'>,
  { id, project, taskIds, openTaskIds }: CheckedArchive,
): Promise<string[]> {
  const { _id: slug, keyPrefix } = project;
  const [projects, restoration] = await Promise.all([store.projects.all(), store.archive.restoration(slug)]);
  // What an earlier attempt has written is no obstacle.
  if (restoration?.archive === id && restoration.step !== 'DONE') return [];
  const same = projects.find((one) => one._id === slug);
  if (same) {
    const removed = same.removedAt === undefined ? '' : ', removed, with its history';
    return [`there is a project ${slug} here already${removed}: ${WHY}`];
  }
  const twin = projects.find((one) => one.keyPrefix === keyPrefix);
  if (twin) return [`the tasks of ${twin._id} have the keys ${keyPrefix}-1, -2, … already: ${WHY}`];
  for (let from = 0; from < taskIds.length; from += PAGE) {
    const key = await store.archive.known(taskIds.slice(from, from + PAGE));
    if (key !== undefined) return [`the task ${key} is here already: ${WHY}`];
  }
  for (let from = 0; from < openTaskIds.length; from += AT_ONCE) {
    const found = await Promise.all(openTaskIds.slice(from, from + AT_ONCE).map((task) => gateway.archiveOf(task)));
    const running = found.findIndex((archive) => archive !== undefined && archive !== id);
    if (running >= 0) return [runs(openTaskIds[from + running] ?? '')];
  }
  return [];
}

const WHY = 'keys and ids are part of the hashed logs and cannot be changed; restore into another installation';

const runs = (taskId: string): string =>
  `the workflow task-${taskId} runs in this namespace of Temporal: another installation works with it there, or one whose history database is gone; use another namespace, or terminate its workflows first`;
