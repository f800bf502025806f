import type { OpenReview } from '../review/review.ts';
import type { TaskEvent } from '../task/events.ts';
import { isFinal } from '../task/vocabulary.ts';
import type { AlertConsequence, ConcernedTask } from './consequences.ts';

const DESCRIPTION_LENGTH = 500;

/**
 * The alerts that follow from what reviewers call CRITICAL, until it is answered, replaced, or the task is over.
 * Applying them again changes nothing.
 * @param openBefore the reviews that were open before the batch.
 */
export function reviewAlerts(
  events: readonly TaskEvent[],
  task: ConcernedTask,
  openBefore: readonly OpenReview[],
): AlertConsequence[] {
  const critical = new Set(openBefore.filter(({ severity }) => severity === 'CRITICAL').map(({ id }) => id));
  return events.flatMap((event) => {
    if (event.type === 'review.given') return raised(event, task, critical);
    return settled(event, critical).map((id) => {
      critical.delete(id);
      const resolve = { firstKey: criticalKey(id), lastKey: criticalKey(id) };
      return { resolve, by: event.actor, note: `${id} is settled` };
    });
  });
}

function raised(
  { data: { review } }: Extract<TaskEvent, { type: 'review.given' }>,
  { projectId, key, title }: ConcernedTask,
  critical: Set<string>,
): AlertConsequence[] {
  const { id, verdict, reviewer } = review;
  if (verdict.kind !== 'REFUTE' || verdict.severity !== 'CRITICAL') return [];
  critical.add(id);
  const alert = {
    severity: 'WARNING',
    kind: 'CRITICAL_REFUTE',
    title: `${reviewer.name} found something critical in ${key}: ${title}`,
    description: verdict.comment.slice(0, DESCRIPTION_LENGTH),
  } as const;
  return [{ raise: { key: criticalKey(id), once: true, ...alert, projectId, taskKey: key } }];
}

function settled({ type, data }: TaskEvent, critical: ReadonlySet<string>): readonly string[] {
  if (type === 'task.transitioned') return isFinal(data.to) ? [...critical] : [];
  const isSettling = type === 'review.responded' || type === 'review.superseded';
  return isSettling && critical.has(data.reviewId) ? [data.reviewId] : [];
}

const criticalKey = (reviewId: string): string => `critical-refute:${reviewId}`;
