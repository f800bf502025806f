import { DEFAULT_SPAWN_LIMITS, spawnProblem } from '../domain/subtask/limits.ts';
import type { Store } from '../store/store.ts';
import { OperationError } from './errors.ts';
import { familyFor } from './family.ts';

/** Whether an agent may create a task there now; asked under the project's family lock. @throws GATE_NOT_MET */
export async function requireSpawn(store: Store, projectId: string, parent: string | undefined): Promise<void> {
  const problem = spawnProblem(await familyFor(store, projectId, parent), DEFAULT_SPAWN_LIMITS);
  if (!problem) return;
  throw new OperationError('GATE_NOT_MET', `the task is not created: it ${problem.message}`, { errors: [problem] });
}
