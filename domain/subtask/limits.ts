/** How many tasks agents may create. */
export interface SpawnLimits {
  readonly perParent: number;
  /** How far below a task without a parent. */
  readonly depth: number;
  /** Tasks created by agents that are not over, in a project. */
  readonly activePerProject: number;
}

export const DEFAULT_SPAWN_LIMITS: SpawnLimits = { perParent: 3, depth: 2, activePerProject: 30 };
