import type { Assignee } from '../domain/actor.ts';
import type { TaskIdentity } from './history.ts';
import type { WatchDocument } from './documents/attention.ts';
import { insertMissing } from './connection.ts';
import type { Models } from './models.ts';

/** Who wants to hear of a task without working on it. */
export class WatchStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Oldest first. */
  async watchersOf(taskId: string): Promise<Assignee[]> {
    const found = await this.#models.watches.find({ taskId }, { watcher: 1 }).sort({ at: 1 }).lean();
    return found.map(({ watcher }) => watcher);
  }

  /** Begins to watch; somebody who does already goes on. */
  async begin({ id, key, projectId }: TaskIdentity, watcher: Assignee): Promise<void> {
    const at = new Date().toISOString();
    const watch = { _id: watchId(id, watcher), taskId: id, taskKey: key, projectId, watcher, at };
    await insertMissing<WatchDocument>(this.#models.watches, [watch]);
  }

  async end(taskId: string, watcher: Assignee): Promise<void> {
    await this.#models.watches.deleteOne({ _id: watchId(taskId, watcher) });
  }
}

const watchId = (taskId: string, { kind, id }: Assignee): string => `${taskId}:${kind}:${id}`;
