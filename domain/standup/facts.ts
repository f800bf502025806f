import type { AgentStatus, Assignee } from '../actor.ts';
import type { AlertSeverity } from '../alert/vocabulary.ts';
import type { CostTotal } from '../analytics/costs.ts';
import type { MicroDollars } from '../money.ts';
import type { Timestamp } from '../task/state.ts';
import type { Priority, ProjectMode, Risk } from '../task/vocabulary.ts';

/** The first of a list, and how many there are. */
export interface Listed<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}

export interface StandupTask {
  readonly key: string;
  readonly title: string;
  readonly priority: Priority;
  readonly assignees: readonly Assignee[];
  /** When it came into its status. */
  readonly since: Timestamp;
}

export interface BlockedTask extends StandupTask {
  readonly reason: string;
}

export interface DoneTask {
  readonly key: string;
  readonly title: string;
  readonly assignees: readonly Assignee[];
  readonly completedAt: Timestamp;
  /** From the first start of work, or else from its creation. */
  readonly seconds: number;
  readonly costMicros: MicroDollars;
}

export interface WaitingApproval {
  readonly id: string;
  readonly taskKey: string;
  readonly summary: string;
  readonly risk: Risk;
  readonly askedBy: string;
  readonly askedAt: Timestamp;
  readonly expiresAt: Timestamp;
  readonly isEscalated: boolean;
}

export interface OpenAlert {
  readonly id: string;
  readonly severity: AlertSeverity;
  readonly title: string;
  readonly raisedAt: Timestamp;
  /** How often it was raised. */
  readonly count: number;
  readonly taskKey?: string;
  readonly agentId?: string;
}

export interface StandupAgent {
  readonly id: string;
  readonly name: string;
  readonly status: AgentStatus;
  /** Why it is not ACTIVE, where somebody has said so. */
  readonly reason?: string;
  /** Tasks of the last 24 hours that it had a part in. */
  readonly done: number;
  readonly cost: CostTotal;
}

export interface StandupCosts {
  readonly last24Hours: CostTotal;
  /** Of the day under way where the project is. */
  readonly todayMicros: MicroDollars;
  /** Average of the last complete days, seven at most; absent with too few of them. */
  readonly burnPerDayMicros?: MicroDollars;
  readonly monthMicros: MicroDollars;
  readonly monthlyBudgetMicros?: MicroDollars;
  readonly projectedMonthMicros?: MicroDollars;
  /** The day of this month on which the budget is used up, if it does not last. */
  readonly usedUpOn?: string;
}

/** What facts and standup have in common. */
export interface StandupBasis {
  readonly project: {
    readonly slug: string;
    readonly name: string;
    readonly timeZone: string;
    readonly mode: ProjectMode;
  };
  /** The day of it where the project is. */
  readonly date: string;
  /** It is about what was between these. */
  readonly from: Timestamp;
  readonly at: Timestamp;
  readonly done: Listed<DoneTask>;
  /** Those that have been at it longest first. */
  readonly inProgress: Listed<StandupTask>;
  /** Those that wait longest first. */
  readonly inReview: Listed<StandupTask>;
  /** The most urgent first. */
  readonly blocked: Listed<BlockedTask>;
  /** The next to expire first. */
  readonly approvals: Listed<WaitingApproval>;
  /** The worst first. */
  readonly alerts: Listed<OpenAlert>;
  readonly costs: StandupCosts;
}

/** What is known of a project at a moment, in any order. */
export interface StandupFacts extends StandupBasis {
  /** The most urgent that nobody has. */
  readonly inbox: Listed<StandupTask>;
  readonly agents: readonly StandupAgent[];
}
