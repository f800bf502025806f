import { MISSION_CONTROL } from '../domain/actor.ts';
import { NO_FACTS } from '../domain/task/commands.ts';
import type { ThreadRef } from '../domain/task/state.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';

/** What the bot tells tasks of the threads that it keeps for them. */
export class Threads {
  readonly #deps: Dependencies;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  /** Safe to repeat. A task that has ended is not told any more: its thread is found all the same. */
  async opened(taskId: string, threadRef: ThreadRef): Promise<void> {
    const command = { name: 'openThread', threadRef } as const;
    try {
      await this.#deps.gateway.send(taskId, { command, actor: MISSION_CONTROL, facts: NO_FACTS });
    } catch (error) {
      if (!(error instanceof OperationError) || !['CONFLICT', 'NOT_FOUND'].includes(error.code)) throw error;
    }
  }
}
