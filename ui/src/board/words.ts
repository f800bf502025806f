import type { ExecutionStatus, ProjectMode, TaskStatus } from '../../../domain/task/vocabulary.ts';

export {
  EXECUTOR_LABELS,
  PRIORITY_LABELS,
  RISK_LABELS,
  STATUS_LABELS,
  TYPE_LABELS,
} from '../../../domain/task/labels.ts';

/** How people read the vocabulary. */
export const EXECUTION_LABELS: Readonly<Record<ExecutionStatus, string>> = {
  PENDING: 'Waiting',
  ASSIGNED: 'Claimed',
  IN_PROGRESS: 'Running',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CANCELED: 'Canceled',
};

export const MODE_LABELS: Readonly<Record<ProjectMode, string>> = {
  NORMAL: 'Normal',
  PAUSED: 'Paused',
  DRAINING: 'Draining',
  QUARANTINED: 'Quarantined',
};

export const MODE_MEANINGS: Readonly<Record<ProjectMode, string>> = {
  NORMAL: 'Work starts and runs.',
  PAUSED: 'Nothing new starts.',
  DRAINING: 'Running work ends, nothing new starts.',
  QUARANTINED: 'Running executions are cancelled, agents are denied.',
};

/** What an empty column will hold, and how to fill it. */
export const EMPTY_COLUMNS: Readonly<Record<TaskStatus, string>> = {
  INBOX: 'New tasks arrive here. Write one with New task (C).',
  ASSIGNED: 'Drag a task here to give it to somebody.',
  IN_PROGRESS: 'Drag an assigned task here to start it.',
  REVIEW: 'Submitted work waits here for your judgement.',
  NEEDS_APPROVAL: 'Tasks that wait for a decision come here by themselves.',
  BLOCKED: 'Nothing is stuck.',
  DONE: 'Accepted work ends here.',
  CANCELED: 'Nothing was given up.',
};
