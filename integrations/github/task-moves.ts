import { OperationError } from '../../operations/errors.ts';
import type { TaskStatus } from '../../domain/task/vocabulary.ts';
import { GITHUB_CALLER, type Connection, type GithubParts } from './parts.ts';

/** Says something on a task. @param name of what is said: it is said once. */
export async function say({ operations }: GithubParts, taskKey: string, name: string, body: string): Promise<void> {
  try {
    await operations.tasks.command(GITHUB_CALLER, taskKey, 'comment', { body }, name, { name });
  } catch (error) {
    // A task that is over takes no comments any more.
    if (!isRefusal(error)) throw error;
  }
}

/** Refused for good: trying again changes nothing. */
export const isRefusal = (error: unknown): error is OperationError =>
  error instanceof OperationError && error.code !== 'UNAVAILABLE';

interface Move {
  readonly taskKey: string;
  readonly to: Exclude<TaskStatus, 'INBOX' | 'NEEDS_APPROVAL'>;
  readonly reason: string;
  /** Names the move, so that it is made once. */
  readonly name: string;
}

/**
 * Moves a task as the project has chosen. Where only people may, it is whoever has chosen it that does, with the role
 * that they have now; what is missing is said on the task.
 */
export async function moveTask(parts: GithubParts, connection: Connection, move: Move): Promise<void> {
  const { taskKey, to, reason, name } = move;
  const { operations } = parts;
  try {
    const caller =
      to === 'REVIEW'
        ? GITHUB_CALLER
        : await operations.credentials.ofPerson(
            connection.settingsBy.id,
            `github:${connection.owner}/${connection.name}`,
          );
    await operations.tasks.command(caller, taskKey, 'transition', { to, reason }, name, { name });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { status } = await operations.tasks.get(GITHUB_CALLER, taskKey);
    if (status === to || status === 'DONE' || status === 'CANCELED') return;
    await say(parts, taskKey, `${name}/refused`, `${reason}, but the task was not moved to ${to}: ${error.message}`);
  }
}
