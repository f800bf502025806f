import type { AgentView } from '../../../operations/schemas/agent.ts';
import type { BudgetView } from '../../../operations/schemas/run.ts';

export interface AgentListProps {
  readonly slug: string;
  readonly agents: readonly AgentView[];
  readonly budgets: readonly BudgetView[];
}
