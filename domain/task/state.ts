import type { ActorRef, Assignee, HumanRole } from '../actor.ts';
import type { MicroDollars } from '../money.ts';
import type { LoopCounters, LoopSummary } from '../loops/counters.ts';
import type { LoopLimits } from '../loops/limits.ts';
import type { OpenReview } from '../review/review.ts';
import type {
  ApprovalKind,
  ApprovalStatus,
  ExecutionStatus,
  ExecutorType,
  GrantScope,
  Priority,
  RequestType,
  Risk,
  TaskSource,
  TaskStatus,
  TaskType,
} from './vocabulary.ts';

/** ISO 8601 with milliseconds, UTC. State is plain JSON, since it crosses continue-as-new. */
export type Timestamp = string;

/** How the work will be done; a task needs one before it starts. */
export interface WorkPlan {
  /** 3 to 6 of them. */
  readonly bullets: readonly string[];
  readonly estimatedCostMicros?: MicroDollars;
  readonly estimatedMinutes?: number;
}

export interface ChecklistItem {
  readonly label: string;
  readonly checked: boolean;
  readonly note?: string;
}

/** A stored file; the bytes are content-addressed by `sha256` and live outside of Temporal. */
export interface ArtifactRef {
  readonly id: string;
  readonly name: string;
  /** Media type, for example `text/x-diff`. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface Deliverable {
  readonly summary: string;
  /** Markdown. */
  readonly content?: string;
  readonly artifacts: readonly ArtifactRef[];
  readonly branch?: string;
  readonly commit?: string;
}

/** Where an executor works. */
interface Workspace {
  /** Anything `git clone` takes: https, ssh, git@ or an absolute path. */
  readonly repositoryUrl: string;
  readonly baseBranch: string;
}

/** How far "the same for this task" goes. */
export interface GrantTerms {
  readonly scope: GrantScope;
  /** How long it holds. */
  readonly minutes: number;
  readonly uses: number;
}

/** What people have allowed for a task beyond the one call that they were asked about. */
export interface ApprovalGrant {
  readonly approvalId: string;
  readonly scope: GrantScope;
  readonly tool: string;
  readonly inputHash?: string;
  /** Nothing riskier than what was approved. */
  readonly risk: Risk;
  readonly until: Timestamp;
  readonly usesLeft: number;
}

export interface ApprovalDecision {
  readonly by: ActorRef;
  readonly decision: 'APPROVE' | 'DENY';
  readonly reason?: string;
  readonly grant?: GrantTerms;
  readonly at: Timestamp;
}

/** A command that waits for an approval and is carried out by it. */
export type HeldCommand =
  | { readonly name: 'transition'; readonly to: TaskStatus; readonly reason?: string; readonly feedback?: string }
  | {
      readonly name: 'submit';
      readonly deliverable: Deliverable;
      readonly checklist?: readonly ChecklistItem[];
    }
  | { readonly name: 'dispatch'; readonly route: Route }
  | { readonly name: 'spawn'; readonly task: SpawnedTask };

/** A command that people have approved and that is carried out once nothing else holds the task. */
export interface ApprovedHeld {
  readonly approvalId: string;
  readonly held: HeldCommand;
  readonly requester: ActorRef;
}

/** A task that an agent wants to create; its key and id are given when it is created. */
export type SpawnedTask = Omit<TaskFields, 'budgetMicros'> & { readonly budgetMicros?: MicroDollars };

export interface Approval {
  readonly id: string;
  /** Approvals of older versions do not say; those are of the kind ACTION, or BUDGET_OVERRIDE by their action. */
  readonly kind?: ApprovalKind;
  /** What is asked for, as a short verb phrase: "git push". */
  readonly action: string;
  readonly summary: string;
  readonly risk: Risk;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly estimatedCostMicros?: MicroDollars;
  readonly rollbackPlan?: string;
  readonly justification?: string;
  readonly requester: ActorRef;
  readonly executionId?: string;
  /** A blocking approval holds the task in NEEDS_APPROVAL until it is decided. */
  readonly blocking: boolean;
  readonly status: ApprovalStatus;
  readonly escalated: boolean;
  /** How often it was escalated: 1 to the ADMINs of the project, 2 to those of the installation. */
  readonly level?: number;
  readonly nextEscalationAt?: Timestamp;
  /** What one has to be in the project to decide; OPERATOR when absent. */
  readonly deciderRole?: HumanRole;
  /** What it was at first, where the decision was handed on: it is never left to less. */
  readonly leastRole?: HumanRole;
  /** The tool that is asked for, and what tells this input from others. */
  readonly tool?: string;
  readonly inputHash?: string;
  readonly held?: HeldCommand;
  readonly decisions: readonly ApprovalDecision[];
  readonly requiredDecisions: number;
  readonly requestedAt: Timestamp;
  readonly escalateAt: Timestamp;
  readonly expiresAt: Timestamp;
}

/** An executor that a rule names and that nobody runs, or whose circuit is open. */
export interface SkippedExecutor {
  readonly executor: ExecutorType;
  /** The rule that names it, by its place in the project's table. */
  readonly rule: number;
  readonly reason: string;
}

/** What the router chose and why. */
export interface Route {
  readonly executor: ExecutorType;
  /** 0 to 1. */
  readonly score: number;
  readonly reason: string;
  readonly fallbacks: readonly ExecutorType[];
  readonly maxAttempts: number;
  readonly maxCostMicros?: MicroDollars;
  /** Longest time one attempt may take. */
  readonly maxMinutes: number;
  /** An executor that is silent for this long has lost its lease; a person has no such limit. */
  readonly heartbeatTimeoutSeconds?: number;
  /** The rule that was taken, by its place in the project's table. Routes of older versions do not say. */
  readonly rule?: number | 'LAST_RESORT' | 'BY_HAND';
  /** Who would have come first. */
  readonly skipped?: readonly SkippedExecutor[];
}

/** Everything an executor gets to know, frozen when the execution was requested. */
export interface ExecutionBrief {
  readonly taskKey: string;
  readonly title: string;
  readonly description: string;
  readonly type: TaskType;
  readonly priority: Priority;
  readonly plan: readonly string[];
  readonly checklist: readonly ChecklistItem[];
  /** Reviewers' feedback of earlier cycles, oldest first. */
  readonly feedback: readonly string[];
  readonly workspace?: Workspace & { readonly branch: string };
  readonly limits: { readonly maxCostMicros: MicroDollars; readonly maxMinutes: number };
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface Execution {
  readonly id: string;
  readonly executor: ExecutorType;
  readonly requestType: RequestType;
  readonly status: ExecutionStatus;
  readonly route: Route;
  /** Counts from 1; the attempt that is on offer or under way. */
  readonly attempt: number;
  readonly leaseId?: string;
  /** Who holds the lease. */
  readonly worker?: ActorRef;
  /** The agent it is carried out for: with its autonomy, on its budget. */
  readonly agent?: Assignee;
  readonly error?: string;
  /** What went wrong in earlier attempts, those of executors before it included; the newest last. */
  readonly failures?: readonly string[];
  readonly requestedBy: ActorRef;
  readonly requestedAt: Timestamp;
  readonly assignedAt?: Timestamp;
  readonly startedAt?: Timestamp;
}

/** Tokens and money of one stretch of model work. */
export interface Usage {
  readonly model?: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
  /** Time worked. */
  readonly seconds?: number;
  readonly costMicros: MicroDollars;
  /** ESTIMATED from a price table, BILLED by the provider, SUBSCRIPTION has no price per run. */
  readonly costSource: 'ESTIMATED' | 'BILLED' | 'SUBSCRIPTION';
}

export interface Spending {
  readonly costMicros: MicroDollars;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly runs: number;
}

/** A GitHub issue or pull request, or any other page that belongs to the task. */
/** Where a chat talks about the task. */
export interface ThreadRef {
  readonly chatId: string;
  /** Of the forum topic, or of the message that all others answer. */
  readonly threadId: string;
  /** For people who are in that chat. */
  readonly url?: string;
}

export interface TaskLink {
  readonly kind: 'GITHUB_ISSUE' | 'GITHUB_PULL_REQUEST' | 'URL';
  readonly url: string;
  readonly title?: string;
}

interface ClosedApproval {
  readonly id: string;
  readonly status: ApprovalStatus;
  readonly at: Timestamp;
  readonly by: ActorRef;
}

interface Transition {
  readonly from: TaskStatus;
  readonly to: TaskStatus;
  readonly at: Timestamp;
  readonly by: ActorRef;
}

/** What a person or a rule gives a task at its beginning; the rest has defaults. */
export interface TaskFields {
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  readonly type: TaskType;
  readonly priority: Priority;
  readonly labels: readonly string[];
  readonly source: TaskSource;
  readonly sourceRef?: string;
  readonly reviewer?: Assignee;
  /** Key of the parent task. */
  readonly parent?: string;
  /** Keys of the tasks that must be DONE before work starts. */
  readonly dependsOn: readonly string[];
  readonly checklist: readonly ChecklistItem[];
  readonly budgetMicros: MicroDollars;
  readonly dueAt?: Timestamp;
  readonly workspace?: Workspace;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What the policies say about a task as a whole; the built-in rules hold where it has none. */
export interface TaskGovernance {
  readonly loops: LoopLimits;
  readonly completionApproval: boolean;
  readonly leadsMayComplete: boolean;
}

/** Work that starts by itself as soon as what it depends on is DONE. */
interface QueuedStart {
  readonly route: Route;
  readonly by: ActorRef;
}

/** The whole state of a task: the fold of its events. */
export interface TaskState extends TaskFields {
  readonly schemaVersion: 1;
  /** ULID. */
  readonly id: string;
  readonly key: string;
  readonly projectId: string;
  /** Sequence number of the last event, counting from 1. */
  readonly seq: number;
  readonly status: TaskStatus;
  readonly assignees: readonly Assignee[];
  readonly workPlan?: WorkPlan;
  readonly deliverable?: Deliverable;
  readonly blockedReason?: string;
  /** Where NEEDS_APPROVAL came from. */
  readonly returnTo?: TaskStatus;
  /** An execution completed while the task could not move to REVIEW yet. */
  readonly submissionPending: boolean;
  readonly reviewCycles: number;
  readonly feedback: readonly string[];
  readonly openApprovals: readonly Approval[];
  readonly closedApprovals: readonly ClosedApproval[];
  readonly approvalCount: number;
  readonly activeExecutions: readonly Execution[];
  readonly executionCount: number;
  readonly messageCount: number;
  readonly spending: Spending;
  /** The newest of them, so that none counts twice. */
  readonly recordedRuns?: readonly string[];
  readonly grants?: readonly ApprovalGrant[];
  readonly approvedHeld?: readonly ApprovedHeld[];
  readonly governance?: TaskGovernance;
  readonly reviewCount?: number;
  readonly openReviews?: readonly OpenReview[];
  /** Who has made what there is to review. */
  readonly contributors?: readonly ActorRef[];
  readonly loopCounters?: LoopCounters;
  /** Why the task is BLOCKED, if a loop is the reason. */
  readonly loop?: LoopSummary;
  readonly queuedStart?: QueuedStart;
  /** All that it depends on is DONE, and it has been told. */
  readonly released?: boolean;
  readonly links: readonly TaskLink[];
  readonly threadRef?: ThreadRef;
  readonly lastTransition?: Transition;
  readonly createdBy: ActorRef;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  readonly startedAt?: Timestamp;
  readonly submittedAt?: Timestamp;
  readonly completedAt?: Timestamp;
}
