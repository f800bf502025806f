import type { AgentStatus } from '../actor.ts';
import { dayIn } from '../budget/day.ts';
import { effectiveStatus, type ControlStatus } from './status.ts';

/** The status of an agent as it is kept, at a moment. @param timeZone the project's, whose midnight ends a budget's day. */
export const statusAt = (
  agent: {
    readonly control: { readonly status: ControlStatus };
    readonly offlineSince?: string;
    /** The day whose budget is used up. */
    readonly overBudgetOn?: string;
  },
  timeZone: string,
  moment: Date,
): AgentStatus =>
  effectiveStatus({
    control: agent.control.status,
    isOffline: agent.offlineSince !== undefined,
    isOverBudget: agent.overBudgetOn === dayIn(timeZone, moment),
  });
