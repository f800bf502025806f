import type { Actor, ActorRef, AgentStatus, Assignee, HumanRole } from '../actor.ts';
import type { LoopKind } from '../loops/limits.ts';
import type { Verdict } from '../review/review.ts';
import type {
  ChecklistItem,
  Deliverable,
  GrantTerms,
  HeldCommand,
  Route,
  TaskFields,
  TaskGovernance,
  TaskLink,
  ThreadRef,
  Timestamp,
  Usage,
  WorkPlan,
} from './state.ts';
import type { MicroDollars } from '../money.ts';
import type { ApprovalKind, ProjectMode, Risk, TaskStatus, TaskType } from './vocabulary.ts';

/** An assignee with what assigning depends on, looked up before the command is sent. */
export interface Candidate extends Assignee {
  readonly status: AgentStatus;
  /** Empty means every type. */
  readonly allowedTypes: readonly TaskType[];
}

/** Optional fields that `edit` can empty by sending null. */
type ClearableField = 'reviewer' | 'parent' | 'dueAt' | 'workspace';

export type TaskEdit = Partial<Omit<TaskFields, ClearableField | 'source' | 'sourceRef'>> & {
  readonly [Field in ClearableField]?: TaskFields[Field] | null;
};

/** What became of one attempt at an execution. */
export type ExecutionReport =
  | { readonly outcome: 'ASSIGNED'; readonly leaseId: string; readonly worker: ActorRef }
  | { readonly outcome: 'IN_PROGRESS'; readonly leaseId: string }
  | { readonly outcome: 'RETRYING'; readonly leaseId: string; readonly error: string; readonly usage?: Usage }
  | {
      readonly outcome: 'COMPLETED';
      readonly leaseId: string;
      readonly deliverable: Deliverable;
      readonly checklist?: readonly ChecklistItem[];
      readonly usage?: Usage;
    }
  | { readonly outcome: 'FAILED'; readonly leaseId: string; readonly error: string; readonly usage?: Usage };

interface CommandBodies {
  create: { readonly task: TaskFields & { readonly id: string; readonly key: string; readonly projectId: string } };
  edit: { readonly changes: TaskEdit };
  assign: { readonly assignees: readonly Candidate[] };
  unassign: { readonly assignees: readonly Assignee[] };
  /** Only a task that nobody has: of two that claim it at the same moment one is told who was faster. */
  claim: { readonly assignee: Candidate };
  plan: { readonly plan: WorkPlan };
  transition: {
    readonly to: TaskStatus;
    /** The status the sender believes the task to have: another one is a conflict. */
    readonly from?: TaskStatus;
    readonly reason?: string;
    readonly feedback?: string;
  };
  comment: {
    readonly body: string;
    /** Whom the body mentions, looked up before the command is sent. */
    readonly mentions?: readonly Assignee[];
    /** Where it was written, if not here. */
    readonly via?: string;
  };
  /** By its author, which is looked up before the command is sent. */
  editComment: { readonly messageId: string; readonly body: string; readonly mentions?: readonly Assignee[] };
  openThread: { readonly threadRef: ThreadRef };
  submit: { readonly deliverable: Deliverable; readonly checklist?: readonly ChecklistItem[] };
  requestApproval: {
    readonly action: string;
    readonly summary: string;
    readonly risk: Risk;
    readonly blocking: boolean;
    readonly payload?: Readonly<Record<string, unknown>>;
    readonly estimatedCostMicros?: MicroDollars;
    readonly rollbackPlan?: string;
    readonly justification?: string;
    readonly executionId?: string;
    readonly expiresInMinutes?: number;
    readonly escalateInMinutes?: number;
    readonly kind?: ApprovalKind;
    readonly requiredDecisions?: number;
    readonly deciderRole?: HumanRole;
    readonly tool?: string;
    readonly inputHash?: string;
    /** Carried out when it is approved. */
    readonly held?: HeldCommand;
  };
  decideApproval: {
    readonly approvalId: string;
    readonly decision: 'APPROVE' | 'DENY';
    readonly reason?: string;
    /** Lets the same happen again, within bounds. */
    readonly grant?: GrantTerms;
  };
  /** Hands the decision to those who have at least this role. */
  delegateApproval: { readonly approvalId: string; readonly role: HumanRole; readonly reason: string };
  /** Uses up one of what was granted. */
  useGrant: { readonly approvalId: string; readonly tool: string; readonly inputHash: string };
  cancelApproval: { readonly approvalId: string; readonly reason: string };
  escalateApproval: {
    readonly approvalId: string;
    /** Whether it may be escalated once more after this. */
    readonly again?: boolean;
  };
  expireApproval: { readonly approvalId: string };
  review: { readonly verdict: Verdict };
  respondToReview: { readonly reviewId: string; readonly response: 'ACCEPT' | 'REJECT'; readonly comment: string };
  /** Says that a kind of loop is fine for this task. */
  acknowledgeLoop: { readonly kind: LoopKind; readonly reason: string };
  /** A task that this one depends on is over. */
  dependencyFinished: {
    readonly key: string;
    readonly status: 'DONE' | 'CANCELED';
    /** What the task depended on when the facts were looked up: they say nothing of other tasks. */
    readonly dependsOn: readonly string[];
  };
  dispatch: {
    readonly route: Route;
    /** Starts by itself once all dependencies are DONE, where they are all that is missing. */
    readonly whenReady?: boolean;
  };
  cancelExecution: { readonly executionId: string; readonly reason: string };
  executionReported: { readonly executionId: string; readonly report: ExecutionReport };
  /** What a run has cost that no report of an execution tells of: canceled, late, or an agent's own. */
  recordRun: { readonly runId: string; readonly executionId?: string; readonly usage: Usage };
  link: { readonly link: TaskLink };
}

export type CommandName = keyof CommandBodies;

export type TaskCommand = { [Name in CommandName]: { readonly name: Name } & CommandBodies[Name] }[CommandName];

export type CommandOf<Name extends CommandName> = Extract<TaskCommand, { name: Name }>;

/** What the task cannot know by itself; looked up by the operation and decided on from here. */
export interface TaskFacts {
  readonly projectMode: ProjectMode;
  /** Keys of dependencies that are not DONE. */
  readonly unfinishedDependencies: readonly string[];
  /** The assigned agents, with what they may do now. */
  readonly agents?: readonly (Assignee & { readonly status: AgentStatus })[];
  /** What the policies say about the task now. */
  readonly governance?: TaskGovernance;
}

export const NO_FACTS: TaskFacts = { projectMode: 'NORMAL', unfinishedDependencies: [] };

export interface CommandContext {
  readonly now: Timestamp;
  readonly actor: Actor;
  readonly facts: TaskFacts;
}
