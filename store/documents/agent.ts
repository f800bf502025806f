import type { ActorRef, AgentRole } from '../../domain/actor.ts';
import type { Amounts } from '../../domain/budget/amounts.ts';
import type { ExecutorType, TaskType } from '../../domain/task/vocabulary.ts';

/** What people have ordered; a heartbeat or a new registration never changes it. */
export interface AgentControl {
  status: 'ACTIVE' | 'PAUSED' | 'DRAINED' | 'QUARANTINED';
  reason?: string;
  by?: ActorRef;
  at: string;
  /** Paused with the whole squad, so that resuming the squad lifts it. */
  withSquad?: true;
}

export interface AgentDocument {
  _id: string;
  projectId: string;
  name: string;
  /** Lower case, for unique names. */
  nameKey: string;
  emoji?: string;
  role: AgentRole;
  /** Empty means every type. */
  allowedTypes: TaskType[];
  /** Empty means every tool that the policy allows. */
  allowedTools: string[];
  /** What usually carries out its work. */
  executor?: ExecutorType;
  /** Executions that it may have under way at the same time. */
  concurrencyLimit: number;
  /** What differs from its role's limits. */
  limits?: { perDay?: Partial<Amounts>; perRun?: Partial<Amounts> };
  control: AgentControl;
  lastHeartbeatAt?: string;
  /** Silence after a heartbeat that makes it OFFLINE. */
  heartbeatTimeoutSeconds: number;
  offlineSince?: string;
  /** The day (in the project's time zone) whose money, tokens or time are used up. */
  overBudgetOn?: string;
  lastError?: string;
  /** Learning starts there anew: what ended before it does not count. */
  learnFrom?: string;
  createdAt: string;
}
