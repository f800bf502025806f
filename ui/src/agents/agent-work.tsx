import type { AgentView } from '../../../operations/schemas/agent.ts';

/** How much an agent has to do, and how much of it runs. */
export const AgentWork = ({
  agent: { openTaskCount = 0, activeExecutionCount = 0 },
}: {
  readonly agent: AgentView;
}) => (
  <span className="whitespace-nowrap tabular-nums">
    {openTaskCount} open
    <span className={activeExecutionCount > 0 ? 'font-medium text-accent-text' : 'text-ink-faint'}>
      {' '}
      · {activeExecutionCount} running
    </span>
  </span>
);
