import { setTimeout } from 'node:timers/promises';
import { ulid } from 'ulid';
import type { CommandAnswer } from '../workflows/contract.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';

/** Longer than a command takes: whoever was cut off in the middle keeps nobody waiting for longer. */
const HELD_FOR_MS = 12_000;
/** How long one waits for the others, and the longest pause between two tries, in milliseconds. */
const WAITED_AT_MOST_MS = 20_000;
const LONGEST_PAUSE_MS = 60;

/**
 * Lets one at a time change what belongs to what in a project, between the check and the answer of the command: of two
 * changes that are fine alone and wrong together, the second one sees the first. Where it is not known whether a command
 * was carried out, or what it did is not stored yet, the hold ends by itself.
 * @throws UNAVAILABLE when others take too long.
 */
export async function withFamilyLock<Answer extends Pick<CommandAnswer, 'projected'>>(
  { store: { locks } }: Dependencies,
  projectId: string,
  change: () => Promise<Answer>,
): Promise<Answer> {
  const name = `family:${projectId}`;
  const holder = ulid();
  const until = Date.now() + WAITED_AT_MOST_MS;
  while (!(await locks.hold(name, holder, HELD_FOR_MS))) {
    if (Date.now() > until) throw busy(projectId);
    await setTimeout(1 + Math.random() * LONGEST_PAUSE_MS);
  }
  // What cannot be let go of ends by itself, and is no reason to hide the answer.
  const letGo = () => locks.letGo(name, holder).catch(() => undefined);
  try {
    const answer = await change();
    if (answer.projected) await letGo();
    return answer;
  } catch (error) {
    if (error instanceof OperationError && error.code !== 'UNAVAILABLE') await letGo();
    throw error;
  }
}

const busy = (projectId: string): OperationError =>
  new OperationError('UNAVAILABLE', `others change the order of tasks in ${projectId}: ask again shortly`, {
    retryAfterSeconds: 1,
  });
