import type { Assignee } from '../actor.ts';
import type { TaskFields } from '../task/state.ts';
import { fillIn } from './placeholders.ts';

type Named = Pick<Assignee, 'kind' | 'id'>;
type TaskStart = Omit<TaskFields, 'source' | 'sourceRef' | 'reviewer' | 'budgetMicros' | 'dueAt'> & {
  readonly reviewer?: Named;
  readonly budgetMicros?: number;
};

/** What each task of a recurring task begins with; title and description may have placeholders. */
export type TaskTemplate = TaskStart & {
  readonly assignees: readonly Named[];
  /** After the time that it was due at. */
  readonly dueInHours?: number;
};

/** What one task is asked for with. */
export type AskedTask = TaskStart & { readonly dueAt?: string; readonly assignees: readonly Named[] };

const LONGEST_TITLE = 200;

/** @param scheduledFor ISO timestamp of the time that the task is due at. @param number its place among those made, from 1. */
export function askedTask(
  { dueInHours, ...template }: TaskTemplate,
  {
    recurringTaskId,
    scheduledFor,
    timeZone,
    number,
  }: {
    readonly recurringTaskId: string;
    readonly scheduledFor: string;
    readonly timeZone: string;
    readonly number: number;
  },
): AskedTask {
  const due = { at: scheduledFor, timeZone, number };
  return {
    ...template,
    title: fillIn(template.title, due).slice(0, LONGEST_TITLE).trim(),
    description: fillIn(template.description, due),
    ...(dueInHours !== undefined && {
      dueAt: new Date(Date.parse(scheduledFor) + dueInHours * 3_600_000).toISOString(),
    }),
    metadata: { ...template.metadata, recurringTaskId, scheduledFor },
  };
}
