import type { AgentStatus } from '../domain/actor.ts';
import { statusAt } from '../domain/agent/status-at.ts';
import { dayIn } from '../domain/budget/day.ts';
import { limitsOf } from '../domain/budget/limits.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { AgentView } from './schemas/agent.ts';

/** What an agent may do now comes from what people ordered, its signs of life and today's money. */
export const statusOf = (agent: AgentDocument, timeZone: string): AgentStatus => statusAt(agent, timeZone, new Date());

/** Why the status of an agent is what it is, in words; undefined when nobody has said why. */
export function statusReasonOf(agent: AgentDocument, timeZone: string): string | undefined {
  const { control, lastHeartbeatAt } = agent;
  if (control.status !== 'ACTIVE') return control.reason;
  if (isOverBudget(agent, timeZone)) return "today's budget is used up";
  return agent.offlineSince === undefined ? control.reason : `no sign of life since ${lastHeartbeatAt}`;
}

export const isOverBudget = ({ overBudgetOn }: AgentDocument, timeZone: string): boolean =>
  overBudgetOn === dayIn(timeZone, new Date());

/** An agent as callers see it. */
export function agentView(agent: AgentDocument, timeZone: string): AgentView {
  const {
    _id: id,
    nameKey: _key,
    control,
    limits: ownLimits,
    offlineSince: _off,
    overBudgetOn: _over,
    ...shown
  } = agent;
  const status = statusOf(agent, timeZone);
  const statusReason = statusReasonOf(agent, timeZone);
  return {
    ...(shown as unknown as Omit<AgentView, 'id' | 'status' | 'limits'>),
    id,
    status,
    ...(statusReason !== undefined && { statusReason }),
    // What comes from silence or from the budget nobody ordered.
    ...(control.by && status === control.status && { statusBy: control.by, statusAt: control.at }),
    limits: limitsOf(agent.role, ownLimits) as AgentView['limits'],
    ...(ownLimits && { ownLimits: ownLimits as AgentView['limits'] }),
  };
}
