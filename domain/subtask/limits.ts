import type { Family } from '../policy/action.ts';
import type { Problem } from '../rejection.ts';

/** How many tasks agents may create. */
export interface SpawnLimits {
  readonly perParent: number;
  /** How far below a task without a parent. */
  readonly depth: number;
  /** Tasks created by agents that are not over, in a project. */
  readonly activePerProject: number;
}

export const DEFAULT_SPAWN_LIMITS: SpawnLimits = { perParent: 3, depth: 2, activePerProject: 30 };

/** How far below a task without a parent any task stands, whoever puts it there. */
export const GREATEST_DEPTH = 10;

/** Why an agent may not create a task that would stand there, or undefined: what evaluating a policy decides by as well. */
export function spawnProblem({ depth, siblings, activeInProject }: Family, limits: SpawnLimits): Problem | undefined {
  if (depth > limits.depth) {
    const message = `would stand ${depth} levels below the first task: agents may create tasks down to level ${limits.depth}`;
    return { path: 'parent', message };
  }
  if (siblings >= limits.perParent) {
    const message = `would be number ${siblings + 1} that agents create for the same task: ${limits.perParent} is the most`;
    return { path: 'parent', message };
  }
  if (activeInProject < limits.activePerProject) return undefined;
  const message = `would be number ${activeInProject + 1} of the tasks that agents have created here and that are not over: ${limits.activePerProject} is the most`;
  return { path: 'project', message };
}
