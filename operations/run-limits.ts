import type { Amounts } from '../domain/budget/amounts.ts';
import { limitsOf, ROLE_LIMITS } from '../domain/budget/limits.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { AccountLimits, RunAccount } from '../store/runs.ts';

/** Whose budgets a run is held to. */
export interface RunParties {
  readonly agent: AgentDocument | undefined;
  readonly task: TaskState | undefined;
}

export interface RunLimits extends AccountLimits {
  readonly perRun: Partial<Amounts>;
}

/** Work for nobody in particular is trusted as little as an intern. */
export function limitsFor({ agent, task }: RunParties): RunLimits {
  const { perRun, perDay } = agent ? limitsOf(agent.role, agent.limits) : { ...ROLE_LIMITS.INTERN, perDay: {} };
  return { perRun, agentDay: perDay, task: task ? { micros: task.budgetMicros } : {} };
}

export const limitOf = (kind: RunAccount['kind'], limits: AccountLimits): Partial<Amounts> =>
  kind === 'TASK' ? limits.task : limits.agentDay;
