/**
 * What goes over the wire between an executor and Mission Control (`/api/v1/executions`).
 * Plain JSON; the server's schemas are checked against these types.
 */

export type ExecutorType = 'CURSOR' | 'CLAUDE_CODE' | 'OPENCLAW_AGENT' | 'CODEMOD' | 'MANUAL';

export type Risk = 'GREEN' | 'YELLOW' | 'RED';

export interface ChecklistItem {
  readonly label: string;
  readonly checked: boolean;
  readonly note?: string;
}

export interface BriefWorkspace {
  /** Anything `git clone` takes: https, ssh, git@ or an absolute path. */
  readonly repositoryUrl: string;
  readonly baseBranch: string;
  /** The branch to work on; it may exist already from an earlier cycle. */
  readonly branch: string;
}

/** Everything an executor gets to know, frozen when the execution was requested. */
export interface ExecutionBrief {
  readonly taskKey: string;
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  readonly type: 'ENGINEERING' | 'CODE_CHANGE' | 'RESEARCH' | 'CONTENT' | 'SOCIAL' | 'EMAIL' | 'OPS' | 'DOCS';
  /** 1 critical, 2 high, 3 normal, 4 low. */
  readonly priority: 1 | 2 | 3 | 4;
  readonly plan: readonly string[];
  readonly checklist: readonly ChecklistItem[];
  /** Reviewers' feedback of earlier cycles, oldest first. */
  readonly feedback: readonly string[];
  readonly workspace?: BriefWorkspace;
  readonly limits: { readonly maxCostMicros: number; readonly maxMinutes: number };
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** How an outside service is treated: CLOSED lets calls through, OPEN refuses them, HALF_OPEN tries one. */
export type CircuitState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

export interface CircuitReport {
  /** For example `cursor-cloud`. */
  readonly service: string;
  readonly state: CircuitState;
  /** ISO time of the last change. */
  readonly since?: string;
  /** Why it is not closed. */
  readonly reason?: string;
}

/** What an executor says of itself; shown in the health of the whole. */
export interface ExecutorDescription {
  readonly name: string;
  readonly version?: string;
  /** The tool that does the work, for example `{ name: "claude", version: "2.1.330" }`. */
  readonly tool?: { readonly name: string; readonly version?: string };
  /** How many executions it runs at once. */
  readonly concurrency?: number;
  readonly circuits?: readonly CircuitReport[];
}

export interface ClaimRequest {
  readonly types: readonly ExecutorType[];
  readonly executor: ExecutorDescription;
  /** 0 to 30: how long the server may hold the call open when there is no work. */
  readonly waitSeconds?: number;
}

/** One leased attempt at the work. */
export interface ClaimedExecution {
  readonly id: string;
  readonly taskKey: string;
  readonly executor: ExecutorType;
  /** Counts from 1. */
  readonly attempt: number;
  readonly leaseId: string;
  /** The lease is lost after so many seconds without a heartbeat. */
  readonly heartbeatTimeoutSeconds: number;
  /** Bearer token of this lease only. A secret. */
  readonly token: string;
  readonly brief: ExecutionBrief;
}

export interface ClaimAnswer {
  readonly execution: ClaimedExecution;
}

export interface ExecutionProgress {
  /** 0 to 100. */
  readonly percent?: number;
  readonly message?: string;
}

export interface HeartbeatRequest {
  readonly progress?: ExecutionProgress;
  /** New output since the last heartbeat, at most `MAX_LOG_BYTES` of UTF-8. */
  readonly log?: string;
  /** Everything the attempt has used so far. Over the cap of its run it is stopped. */
  readonly usage?: Usage;
}

export interface HeartbeatAnswer {
  readonly cancelRequested: boolean;
  readonly reason?: string;
}

/** Longest `log` of one heartbeat. */
export const MAX_LOG_BYTES = 8192;

/** Something the executor is about to do and asks the policy about. */
export interface ToolCall {
  readonly tool: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** The folder that the work is done in, absolute: paths in the arguments begin there. */
  readonly workspace?: string;
  readonly summary: string;
  readonly rollbackPlan?: string;
  readonly justification?: string;
}

export interface ToolCallAnswer {
  readonly decision: 'ALLOW' | 'NEEDS_APPROVAL' | 'DENY';
  readonly risk: Risk;
  readonly reasons: readonly string[];
  /** There when the decision is NEEDS_APPROVAL. */
  readonly approvalId?: string;
}

export interface ToolApprovalAnswer {
  readonly decision: 'ALLOW' | 'PENDING' | 'DENY';
  readonly reason?: string;
}

/** A stored file. */
export interface Artifact {
  readonly id: string;
  readonly name: string;
  /** Media type, for example `text/x-diff`. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/**
 * Tokens and money of one attempt; `costMicros` are millionths of a US dollar. Without `costMicros` the server takes the
 * list price of the model, where it knows it.
 */
export interface Usage {
  readonly model?: string;
  /** Without those that were read from or written to the cache. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
  readonly costMicros?: number;
  /** SUBSCRIPTION has no price per run: its tokens and time count, its cost does not. */
  readonly costSource?: 'ESTIMATED' | 'BILLED' | 'SUBSCRIPTION';
  /** Time worked, where it is not the time since the claim. */
  readonly seconds?: number;
}

/** What the work came to. */
export interface Completion {
  readonly summary: string;
  /** Markdown. */
  readonly content?: string;
  /** Ids of uploaded artifacts. */
  readonly artifacts?: readonly string[];
  readonly branch?: string;
  readonly commit?: string;
  readonly checklist?: readonly ChecklistItem[];
  readonly usage?: Usage;
}

export interface CompletionAnswer {
  readonly status: string;
}

export interface Failure {
  readonly error: string;
  /** Whether another attempt could succeed. */
  readonly retryable: boolean;
  readonly usage?: Usage;
}

/** RFC 9457. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}
