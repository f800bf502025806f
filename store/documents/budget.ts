import type { CostGroup, CostTotal } from '../../domain/analytics/costs.ts';
import type { Account } from '../../domain/budget/account.ts';
import type { Amounts, Unit } from '../../domain/budget/amounts.ts';
import type { Usage } from '../../domain/task/state.ts';
import type { ExecutorType, TaskType } from '../../domain/task/vocabulary.ts';

/**
 * One account: an agent's day or a task. The rules are domain/budget/account.ts; each change is one atomic update.
 * `closed` keeps the newest runs only: a start that is repeated later finds its run in the ledger.
 */
export interface BudgetDocument extends Account {
  /** `agent:<id>:<day>` or `task:<id>`. */
  _id: string;
  projectId: string;
  /** settled + reserved - granted, unit by unit: what a limit is compared with. */
  net: Amounts;
}

export type RunStatus = 'RESERVING' | 'RUNNING' | 'FINISHED' | 'REFUSED';

/** Why a run did not start: the account that had not enough left, and in which units. */
export interface RunRefusal {
  account: string;
  over: Unit[];
}

/** The ledger: one row per run, whatever happens to its reports. */
export interface RunDocument {
  _id: string;
  projectId: string;
  agentId?: string;
  agentName?: string;
  taskId?: string;
  taskKey?: string;
  taskType?: TaskType;
  /** Tasks above it whose budgets pay as well, the nearest first. */
  parents?: readonly { readonly taskId: string; readonly taskKey: string }[];
  executionId?: string;
  executor?: ExecutorType;
  model?: string;
  status: RunStatus;
  /** In the project's time zone, when it started: the day it is counted on. */
  day: string;
  reserved: Amounts;
  /** Tells a repeated request to start it from another one under the same key. */
  requestHash?: string;
  refusal?: RunRefusal;
  /** What it had used by its last heartbeat. */
  usageSoFar?: Usage;
  /** The first report, which counts. */
  usage?: Usage;
  /** What the report amounts to. */
  amounts?: Amounts;
  startedAt: string;
  finishedAt?: string;
}

/** What some runs add up to, by whom and for what. */
export interface CostRollUp {
  total: CostTotal;
  byAgent: CostGroup[];
  byModel: CostGroup[];
  byType: CostGroup[];
  /** The 100 most expensive ones: a page of many days shows those that were among them. */
  byTask: CostGroup[];
}

/** The runs of one project and day, added up; made anew when `version` has moved on since. */
export interface CostDayDocument {
  /** `<project>:<day>` */
  _id: string;
  projectId: string;
  day: string;
  /** Raised after each change of a run of that day. */
  version: number;
  rolledUp?: CostRollUp & { version: number };
}

/** The days of one month of a project, added up; made anew when one of them has moved on since. */
export interface CostMonthDocument extends CostRollUp {
  /** `<project>:<month>` */
  _id: string;
  /** The sum of its days' versions: each of them only rises, so the same sum means the same days. */
  version: number;
}

/** The leases that an agent's executions hold: as many at a time as its concurrency limit says. */
export interface AgentSlotsDocument {
  /** The agent's id. */
  _id: string;
  count: number;
  leases: { id: string; takenAt: string }[];
}
