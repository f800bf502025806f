type RunStatus = 'CREATING' | 'RUNNING' | 'FINISHED' | 'ERROR' | 'CANCELLED' | 'EXPIRED';

/** A cloud agent: a conversation with a machine and branches of its own. Its status is not that of a run. */
export interface CloudAgent {
  /** "bc-" and a UUID. */
  readonly id: string;
  readonly status: 'ACTIVE' | 'IDLE' | 'ARCHIVED';
  /** Its page, for people. */
  readonly url?: string;
  readonly latestRunId?: string;
}

/** One prompt to an agent, and what came of it. */
export interface CloudRun {
  readonly id: string;
  readonly agentId: string;
  readonly status: RunStatus;
  /** Markdown, of a run that is finished. */
  readonly result?: string;
  /** A text or an object with a message; not documented closely. */
  readonly error?: unknown;
  readonly git?: { readonly branches?: readonly CloudBranch[] };
}

export interface CloudBranch {
  /** Without a scheme: "github.com/acme/shop". */
  readonly repoUrl: string;
  readonly branch?: string;
  readonly prUrl?: string;
}

export interface NewAgent {
  readonly agentId: string;
  readonly name: string;
  readonly prompt: { readonly text: string };
  readonly model?: { readonly id: string };
  readonly repos?: readonly { readonly url: string; readonly startingRef: string }[];
  /** Commits go to the starting branch, and not to a new one. */
  readonly workOnCurrentBranch: boolean;
  readonly autoCreatePR: boolean;
}

export interface NewRun {
  readonly prompt: { readonly text: string };
  readonly model?: { readonly id: string };
}

export interface CloudUsage {
  readonly totalUsage?: {
    readonly inputTokens?: number;
    readonly outputTokens?: number;
    readonly cacheReadTokens?: number;
    readonly cacheWriteTokens?: number;
  };
  /** Cents of a US dollar, with fractions. */
  readonly cost?: { readonly chargedCents?: number };
}

const FINAL: readonly RunStatus[] = ['FINISHED', 'ERROR', 'CANCELLED', 'EXPIRED'];

export const isFinal = ({ status }: CloudRun): boolean => FINAL.includes(status);
