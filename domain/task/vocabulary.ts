export const TASK_STATUSES = [
  'INBOX',
  'ASSIGNED',
  'IN_PROGRESS',
  'REVIEW',
  'NEEDS_APPROVAL',
  'BLOCKED',
  'DONE',
  'CANCELED',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const TASK_TYPES = [
  'ENGINEERING',
  'CODE_CHANGE',
  'RESEARCH',
  'CONTENT',
  'SOCIAL',
  'EMAIL',
  'OPS',
  'DOCS',
] as const;
export type TaskType = (typeof TASK_TYPES)[number];

/** 1 critical, 2 high, 3 normal, 4 low. */
export const PRIORITIES = [1, 2, 3, 4] as const;
export type Priority = (typeof PRIORITIES)[number];

export const TASK_SOURCES = ['UI', 'API', 'TELEGRAM', 'GITHUB', 'AGENT', 'RECURRING'] as const;
export type TaskSource = (typeof TASK_SOURCES)[number];

export const PROJECT_MODES = ['NORMAL', 'PAUSED', 'DRAINING', 'QUARANTINED'] as const;
export type ProjectMode = (typeof PROJECT_MODES)[number];

export const RISKS = ['GREEN', 'YELLOW', 'RED'] as const;
export type Risk = (typeof RISKS)[number];

export const APPROVAL_STATUSES = ['PENDING', 'APPROVED', 'DENIED', 'EXPIRED', 'CANCELED'] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

/** What an approval lets happen; ACTION is whatever somebody describes in words. */
export const APPROVAL_KINDS = [
  'ACTION',
  'TOOL_EXEC',
  'STATE_TRANSITION',
  'SPAWN',
  'START_RUN',
  'BUDGET_OVERRIDE',
] as const;
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

/** What an approval may be given for besides the one action: the very same call again, or the same tool. */
export const GRANT_SCOPES = ['SAME_CALL', 'SAME_TOOL'] as const;
export type GrantScope = (typeof GRANT_SCOPES)[number];

export const REVIEW_KINDS = ['PRAISE', 'REFUTE', 'CHANGESET', 'APPROVE'] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

export const REVIEW_STATUSES = ['PENDING', 'ACCEPTED', 'REJECTED', 'SUPERSEDED'] as const;
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

export const REVIEW_SEVERITIES = ['MINOR', 'MAJOR', 'CRITICAL'] as const;
export type ReviewSeverity = (typeof REVIEW_SEVERITIES)[number];

/** The roadmap's four, and CODEMOD: mechanical refactorings that need no model. */
export const EXECUTOR_TYPES = ['CURSOR', 'CLAUDE_CODE', 'OPENCLAW_AGENT', 'CODEMOD', 'MANUAL'] as const;
export type ExecutorType = (typeof EXECUTOR_TYPES)[number];

export const EXECUTION_STATUSES = ['PENDING', 'ASSIGNED', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'CANCELED'] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

export const REQUEST_TYPES = ['CODE_CHANGE', 'RESEARCH', 'CONTENT', 'EMAIL', 'SOCIAL', 'OPS'] as const;
export type RequestType = (typeof REQUEST_TYPES)[number];

/** DONE and CANCELED end a task: nothing leaves them. */
export const isFinal = (status: TaskStatus): boolean => status === 'DONE' || status === 'CANCELED';
