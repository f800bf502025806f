import { setTimeout } from 'node:timers/promises';
import { ulid } from 'ulid';
import type { LockStore } from '../store/locks.ts';
import type { CommandAnswer } from '../workflows/contract.ts';
import { OperationError } from './errors.ts';

/** Longer than a command takes: whoever was cut off in the middle keeps nobody waiting for longer. */
const HELD_FOR_MS = 12_000;
/** How long one waits for the others, and the longest pause between two tries, in milliseconds. */
const WAITED_AT_MOST_MS = 20_000;
const LONGEST_PAUSE_MS = 100;

/**
 * Lets one at a time change what belongs to what in a project, between the check and the answer of the command: of two
 * changes that are fine alone and wrong together, the second one sees the first.
 */
export class FamilyLock {
  readonly #locks: LockStore;
  /** The last in line for each project: of one process, one at a time asks the database. */
  readonly #lines = new Map<string, Promise<void>>();

  constructor(locks: LockStore) {
    this.#locks = locks;
  }

  /**
   * Makes a change while nobody else does. Where it is not known whether a command was carried out, or what it did is not
   * stored yet, the hold ends by itself.
   * @throws UNAVAILABLE when the others take too long.
   */
  async during<Answer extends Pick<CommandAnswer, 'projected'>>(
    projectId: string,
    change: () => Promise<Answer>,
  ): Promise<Answer> {
    const until = Date.now() + WAITED_AT_MOST_MS;
    const before = this.#lines.get(projectId) ?? Promise.resolve();
    const turn = before.then(() => this.#hold(projectId, until, change));
    const over = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#lines.set(projectId, over);
    try {
      return await turn;
    } finally {
      if (this.#lines.get(projectId) === over) this.#lines.delete(projectId);
    }
  }

  async #hold<Answer extends Pick<CommandAnswer, 'projected'>>(
    projectId: string,
    until: number,
    change: () => Promise<Answer>,
  ): Promise<Answer> {
    const name = `family:${projectId}`;
    const holder = ulid();
    await this.#take(name, holder, until);
    // What cannot be let go of ends by itself, and is no reason to hide the answer.
    const letGo = () => this.#locks.letGo(name, holder).catch(() => undefined);
    try {
      const answer = await change();
      if (answer.projected) await letGo();
      return answer;
    } catch (error) {
      if (error instanceof OperationError && error.code !== 'UNAVAILABLE') await letGo();
      throw error;
    }
  }

  async #take(name: string, holder: string, until: number): Promise<void> {
    while (Date.now() < until) {
      if (await this.#locks.hold(name, holder, HELD_FOR_MS)) return;
      await setTimeout(1 + Math.random() * LONGEST_PAUSE_MS);
    }
    throw busy();
  }
}

const busy = (): OperationError =>
  new OperationError('UNAVAILABLE', 'others change what the tasks of the project belong to: ask again shortly', {
    retryAfterSeconds: 1,
  });
