import type { ExecutorType, Priority, Risk, TaskStatus, TaskType } from './vocabulary.ts';

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

/** What a task is, in the middle of a sentence: "MC-1 is in review". */
export const STATUS_WORDS: Readonly<Record<TaskStatus, string>> = {
  INBOX: 'in the inbox',
  ASSIGNED: 'assigned',
  IN_PROGRESS: 'in progress',
  REVIEW: 'in review',
  NEEDS_APPROVAL: 'waiting for approval',
  BLOCKED: 'blocked',
  DONE: 'done',
  CANCELED: 'canceled',
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

export const RISK_LABELS: Readonly<Record<Risk, string>> = {
  GREEN: 'Low risk',
  YELLOW: 'Medium risk',
  RED: 'High risk',
};
