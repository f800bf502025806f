import { isSameActor, MISSION_CONTROL, type ActorRef } from '../actor.ts';
import type { TaskEvent } from '../task/events.ts';
import type { Approval, TaskState } from '../task/state.ts';
import { ofDependencies } from './of-dependencies.ts';
import type { NewAlert } from './vocabulary.ts';

/** What an event means for alerts: one is raised, or those between two keys are over. */
export type AlertConsequence =
  | { readonly raise: NewAlert }
  | {
      readonly resolve: { readonly firstKey: string; readonly lastKey: string };
      readonly by: ActorRef;
      readonly note: string;
    };

/** How far approvals were escalated, by id. */
type Levels = Map<string, number>;

/** The task that events are about. */
export type ConcernedTask = Pick<TaskState, 'id' | 'key' | 'title' | 'projectId'>;

/**
 * The alerts that follow from a batch of events, in their order. Keys are made from the events alone and alerts are
 * raised once, so that applying the consequences again changes nothing.
 * @param openBefore the approvals that were open before the batch.
 */
export function alertConsequences(
  events: readonly TaskEvent[],
  task: ConcernedTask,
  openBefore: readonly Approval[],
): AlertConsequence[] {
  const levels: Levels = new Map(
    openBefore.filter(({ escalated }) => escalated).map(({ id, level = 1 }) => [id, level]),
  );
  return events.flatMap((event, index) => {
    if (event.type === 'approval.escalated') levels.set(event.data.approvalId, event.data.level ?? 1);
    return [
      ...ofBlocking(event, task, events.slice(0, index)),
      ...ofEscalation(event, task, levels),
      ...ofDependencies(event, task),
    ];
  });
}

function ofBlocking(event: TaskEvent, task: ConcernedTask, earlier: readonly TaskEvent[]): AlertConsequence[] {
  if (event.type !== 'task.transitioned') return [];
  const { from, to, reason } = event.data;
  if (from === 'BLOCKED') {
    const resolve = { firstKey: blockedKey(task, 0), lastKey: blockedKey(task, event.seq) };
    return [{ resolve, by: event.actor, note: `${task.key} moved to ${to}` }];
  }
  // Whoever blocks a task by hand knows.
  if (to !== 'BLOCKED' || !isSameActor(event.actor, MISSION_CONTROL)) return [];
  const title = `${task.key} is blocked: ${task.title}`;
  const description = reason ?? 'no reason was given';
  const sameCommand = earlier.filter(({ at }) => at === event.at);
  const alert = { ...causeOf(sameCommand.toReversed()), title, description, ...placeOf(task) };
  return [{ raise: { key: blockedKey(task, event.seq), once: true, ...alert } }];
}

/** @param earlier events of the same command, newest first: a rule blocks a task right after what it blocks it for. */
function causeOf(earlier: readonly TaskEvent[]): Pick<NewAlert, 'kind' | 'severity'> {
  for (const { type, data } of earlier) {
    if (type === 'loop.detected') return { kind: 'LOOP_DETECTED', severity: 'ERROR' };
    if (type === 'execution.failed') return { kind: 'EXECUTION_FAILED', severity: 'ERROR' };
    if (type === 'approval.decided' && data.status === 'DENIED')
      return { kind: 'APPROVAL_DENIED', severity: 'WARNING' };
    if (type === 'approval.expired') return { kind: 'APPROVAL_EXPIRED', severity: 'WARNING' };
  }
  return { kind: 'TASK_BLOCKED', severity: 'WARNING' };
}

function ofEscalation(event: TaskEvent, task: ConcernedTask, levels: Levels): AlertConsequence[] {
  if (event.type === 'approval.escalated') {
    const { approvalId, level = 1 } = event.data;
    const title = `${approvalId} waits for a decision: ${task.title}`;
    const to = level === 1 ? '' : ', also not by the ADMINs of the project';
    const description = `${approvalId} of ${task.key} was not decided in time${to}`;
    const alert = {
      kind: 'APPROVAL_ESCALATED',
      severity: level === 1 ? 'WARNING' : 'ERROR',
      title,
      description,
    } as const;
    return [{ raise: { key: escalatedKey(approvalId, level), once: true, ...alert, ...placeOf(task) } }];
  }
  const closed = closedApproval(event);
  if (closed === undefined) return [];
  return Array.from({ length: levels.get(closed) ?? 0 }, (_, index) => {
    const key = escalatedKey(closed, index + 1);
    return { resolve: { firstKey: key, lastKey: key }, by: event.actor, note: `${closed} is closed` };
  });
}

function closedApproval({ type, data }: TaskEvent): string | undefined {
  if (type === 'approval.expired' || type === 'approval.canceled') return data.approvalId;
  return type === 'approval.decided' && data.status !== 'PENDING' ? data.approvalId : undefined;
}

const placeOf = ({ projectId, key }: ConcernedTask) => ({ projectId, taskKey: key });

/** Keys of one task sort by the event that they come from. */
const blockedKey = ({ id }: ConcernedTask, seq: number): string => `task-blocked:${id}:${String(seq).padStart(9, '0')}`;

const escalatedKey = (approvalId: string, level: number): string =>
  `approval-escalated:${approvalId}${level === 1 ? '' : `:${level}`}`;
