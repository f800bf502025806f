import type { PolicyAction } from '../domain/policy/action.ts';
import type { Store } from '../store/store.ts';
import { familyFor } from './family.ts';
import type { ActionInput } from './schemas/policy.ts';

/**
 * An action that somebody only asks about, with what has to be looked up to judge it.
 * @param task the key of the task that it would be done for; what it creates would belong to that task.
 */
export async function askedAction(
  store: Store,
  projectId: string,
  action: ActionInput,
  task: string | undefined,
): Promise<PolicyAction> {
  if (action.kind !== 'SPAWN') return action;
  return { ...action, family: await familyFor(store, projectId, task) };
}
