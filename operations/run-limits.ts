import type { Amounts } from '../domain/budget/amounts.ts';
import { limitsOf, ROLE_LIMITS } from '../domain/budget/limits.ts';
import { taskAccountId } from '../domain/ids.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { LinkedTask } from '../store/family.ts';
import type { AccountLimits } from '../store/runs.ts';

/** Whose budgets a run is held to. */
export interface RunParties {
  readonly agent: AgentDocument | undefined;
  readonly task: TaskState | undefined;
  /** Tasks above it whose budgets pay as well; none when absent. */
  readonly parents?: readonly LinkedTask[];
}

export interface RunLimits extends AccountLimits {
  readonly perRun: Partial<Amounts>;
}

/** Work for nobody in particular is trusted as little as an intern. */
export function limitsFor({ agent, task, parents = [] }: RunParties): RunLimits {
  const { perRun, perDay } = agent ? limitsOf(agent.role, agent.limits) : { ...ROLE_LIMITS.INTERN, perDay: {} };
  const above = parents.map(({ id, budgetMicros }) => [taskAccountId(id), { micros: budgetMicros }] as const);
  return {
    perRun,
    agentDay: perDay,
    task: task ? { micros: task.budgetMicros } : {},
    parents: Object.fromEntries(above),
  };
}
