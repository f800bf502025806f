import type {
  ExecutionStatus,
  ExecutorType,
  Priority,
  ProjectMode,
  Risk,
  TaskStatus,
  TaskType,
} from '../../../domain/task/vocabulary.ts';

/** How people read the vocabulary. */
export const STATUS_LABELS: Readonly<Record<TaskStatus, string>> = {
  INBOX: 'Inbox',
  ASSIGNED: 'Assigned',
  IN_PROGRESS: 'In progress',
  REVIEW: 'Review',
  NEEDS_APPROVAL: 'Needs approval',
  BLOCKED: 'Blocked',
  DONE: 'Done',
  CANCELED: 'Canceled',
};

export const TYPE_LABELS: Readonly<Record<TaskType, string>> = {
  ENGINEERING: 'Engineering',
  CODE_CHANGE: 'Code change',
  RESEARCH: 'Research',
  CONTENT: 'Content',
  SOCIAL: 'Social',
  EMAIL: 'Email',
  OPS: 'Ops',
  DOCS: 'Docs',
};

export const PRIORITY_LABELS: Readonly<Record<Priority, string>> = { 1: 'Critical', 2: 'High', 3: 'Normal', 4: 'Low' };

export const EXECUTOR_LABELS: Readonly<Record<ExecutorType, string>> = {
  CURSOR: 'Cursor',
  CLAUDE_CODE: 'Claude Code',
  OPENCLAW_AGENT: 'OpenClaw agent',
  CODEMOD: 'Codemod',
  MANUAL: 'A person',
};

export const EXECUTION_LABELS: Readonly<Record<ExecutionStatus, string>> = {
  PENDING: 'Waiting',
  ASSIGNED: 'Claimed',
  IN_PROGRESS: 'Running',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CANCELED: 'Canceled',
};

export const RISK_LABELS: Readonly<Record<Risk, string>> = {
  GREEN: 'Low risk',
  YELLOW: 'Medium risk',
  RED: 'High risk',
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
  INBOX: 'New tasks arrive here. Press C to write one.',
  ASSIGNED: 'Drag a task here to give it to somebody.',
  IN_PROGRESS: 'Drag an assigned task here to start it.',
  REVIEW: 'Submitted work waits here for your judgement.',
  NEEDS_APPROVAL: 'Tasks that wait for a decision come here by themselves.',
  BLOCKED: 'Nothing is stuck.',
  DONE: 'Accepted work ends here.',
  CANCELED: 'Nothing was given up.',
};
