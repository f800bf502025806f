import type { ActorRef, Assignee, HumanRole } from '../actor.ts';
import type { LoopSummary } from '../loops/counters.ts';
import type { LoopKind } from '../loops/limits.ts';
import type { Review, ReviewResponse } from '../review/review.ts';
import type {
  Approval,
  ApprovalDecision,
  ApprovalGrant,
  ChecklistItem,
  Deliverable,
  Execution,
  ExecutionBrief,
  Route,
  SpawnedTask,
  TaskFields,
  TaskGovernance,
  TaskLink,
  ThreadRef,
  Timestamp,
  Usage,
  WorkPlan,
} from './state.ts';
import type { ApprovalStatus, ExecutorType, TaskStatus } from './vocabulary.ts';

/** What can happen to a task, and what each event says about it. */
export interface TaskEventData {
  'task.created': TaskFields & { readonly id: string; readonly key: string; readonly projectId: string };
  'task.edited': { readonly changes: Partial<TaskFields>; readonly cleared: readonly (keyof TaskFields)[] };
  'task.assigned': {
    /** Everybody who works on the task from now on. */
    readonly assignees: readonly Assignee[];
    /** Those of them who did not before. Events of older versions do not say. */
    readonly added?: readonly Assignee[];
  };
  'task.unassigned': { readonly assignees: readonly Assignee[] };
  'task.planned': { readonly plan: WorkPlan };
  'task.transitioned': {
    readonly from: TaskStatus;
    readonly to: TaskStatus;
    readonly reason?: string;
    readonly feedback?: string;
  };
  'task.commented': {
    readonly messageId: string;
    readonly body: string;
    /** Whom the body mentions by name. */
    readonly mentions?: readonly Assignee[];
    /** Where it was written, if not here: "telegram:<chat>:<message>". */
    readonly via?: string;
  };
  'task.comment_edited': { readonly messageId: string; readonly body: string; readonly mentions?: readonly Assignee[] };
  /** The chat keeps a thread for the task, or another one than before. */
  'task.thread_opened': { readonly threadRef: ThreadRef };
  'task.linked': { readonly link: TaskLink };
  'task.command_refused': { readonly command: string; readonly message: string };
  'deliverable.submitted': { readonly deliverable: Deliverable; readonly checklist: readonly ChecklistItem[] };
  'approval.requested': { readonly approval: Approval };
  'approval.decided': {
    readonly approvalId: string;
    readonly decision: ApprovalDecision;
    readonly decisions: readonly ApprovalDecision[];
    readonly status: ApprovalStatus;
  };
  'approval.escalated': {
    readonly approvalId: string;
    /** Escalations of older versions are the first. */
    readonly level?: number;
    /** When it is escalated further, if it is. */
    readonly nextEscalationAt?: Timestamp;
  };
  'approval.delegated': { readonly approvalId: string; readonly role: HumanRole; readonly reason: string };
  /** People allow the same again. */
  'grant.given': { readonly grant: ApprovalGrant };
  'grant.used': { readonly approvalId: string; readonly tool: string; readonly usesLeft: number };
  'approval.expired': { readonly approvalId: string };
  'approval.canceled': { readonly approvalId: string; readonly reason: string };
  'review.given': { readonly review: Review };
  'review.superseded': { readonly reviewId: string; readonly by: string };
  'review.responded': { readonly reviewId: string; readonly response: ReviewResponse };
  'loop.detected': { readonly summary: LoopSummary };
  'loop.acknowledged': { readonly kind: LoopKind; readonly reason: string };
  'task.governed': { readonly governance: TaskGovernance };
  /** Starts as soon as these are DONE. */
  'task.queued': { readonly route: Route; readonly waitingFor: readonly string[] };
  /** All that it depends on is DONE. */
  'task.released': { readonly dependency: string };
  'dependency.canceled': { readonly dependency: string };
  'subtask.approved': { readonly approvalId: string; readonly task: SpawnedTask; readonly for: ActorRef };
  'execution.requested': { readonly execution: Execution; readonly brief: ExecutionBrief };
  'execution.assigned': {
    readonly executionId: string;
    readonly leaseId: string;
    readonly attempt: number;
    readonly worker: ActorRef;
  };
  'execution.started': { readonly executionId: string };
  'execution.retried': {
    readonly executionId: string;
    readonly attempt: number;
    readonly error: string;
    readonly failures?: readonly string[];
  };
  'execution.completed': {
    readonly executionId: string;
    readonly executor: ExecutorType;
    readonly deliverable: Deliverable;
  };
  'execution.failed': { readonly executionId: string; readonly executor: ExecutorType; readonly error: string };
  'execution.canceled': { readonly executionId: string; readonly reason: string };
  'run.recorded': { readonly runId: string; readonly executionId?: string; readonly usage: Usage };
}

export type TaskEventType = keyof TaskEventData;

/** An immutable fact in a task's log. */
export type TaskEvent = {
  [Type in TaskEventType]: {
    readonly taskId: string;
    /** Counts from 1 without gaps. */
    readonly seq: number;
    readonly at: Timestamp;
    readonly actor: ActorRef;
    readonly type: Type;
    readonly data: TaskEventData[Type];
  };
}[TaskEventType];
