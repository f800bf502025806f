import type { TaskStatus, TaskType } from '../task/vocabulary.ts';

/** What leaves Mission Control. */
export const OUTSIDE_EFFECTS = ['GIT_PUSH', 'PULL_REQUEST', 'PUBLISH', 'WEBHOOK', 'EMAIL'] as const;
export type OutsideEffect = (typeof OUTSIDE_EFFECTS)[number];

export const ACTION_KINDS = ['TRANSITION', 'SUBMIT', 'SPAWN', 'START_RUN', ...OUTSIDE_EFFECTS] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** Free-form arguments, as the tool takes them: `shell` takes `{ command }`, a file tool `{ path }`, a network tool `{ url }`. */
export type ToolArguments = Readonly<Record<string, unknown>>;

/** What an agent is about to do. */
export type PolicyAction =
  | { readonly kind: 'TOOL_CALL'; readonly tool: string; readonly arguments: ToolArguments }
  | { readonly kind: 'TRANSITION'; readonly to: TaskStatus }
  | { readonly kind: 'SUBMIT' }
  | { readonly kind: 'SPAWN'; readonly type: TaskType; readonly family: Family }
  | { readonly kind: 'START_RUN'; readonly estimatedCostMicros?: number | undefined }
  | {
      readonly kind: OutsideEffect;
      /** Where it goes: a branch, a repository, an address. */
      readonly target?: string | undefined;
      /** Overwrites what is there. */
      readonly force?: boolean | undefined;
    };

/** Where a task that an agent wants to create would stand. */
export interface Family {
  /** 0 for a task without a parent. */
  readonly depth: number;
  /** Tasks that agents have created for the same parent. */
  readonly siblings: number;
  /** Tasks of the project that agents have created and that are not over. */
  readonly activeInProject: number;
}
