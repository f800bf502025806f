import type { Assignee } from '../domain/actor.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { recipientOf } from './notifications.ts';
import type { WatchersView } from './schemas/attention.ts';
import type { Tasks } from './tasks.ts';

/** Who wants to hear of a task without working on it. Not part of the task's history. */
export class Watches {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;

  constructor(deps: Dependencies, tasks: Tasks) {
    this.#deps = deps;
    this.#tasks = tasks;
  }

  /** Begins or ends watching, for the caller. */
  async set(caller: Caller, key: string, watch: boolean): Promise<WatchersView> {
    const { id, projectId } = await this.#tasks.lookup.authorized(caller, 'tasks.watch', key);
    const { watches } = this.#deps.store;
    const watcher = recipientOf(caller);
    if (watch) await watches.begin({ id, key, projectId }, watcher);
    else await watches.end(id, watcher);
    return view(await watches.watchersOf(id), caller);
  }

  async of(caller: Caller, key: string): Promise<WatchersView> {
    const { id } = await this.#tasks.lookup.authorized(caller, 'tasks.read', key);
    return view(await this.#deps.store.watches.watchersOf(id), caller);
  }
}

const view = (watchers: readonly Assignee[], { actor }: Caller): WatchersView => ({
  watching: watchers.some(({ kind, id }) => kind === actor.kind && id === actor.id),
  watchers: [...watchers],
});
