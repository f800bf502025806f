import { ActivityCancellationType, type ActivityOptions } from '@temporalio/workflow';
import type {
  AgentWatchActivities,
  BudgetActivities,
  ContainmentActivities,
  DependencyActivities,
  ExecutionActivities,
  HistoryActivities,
  SubtaskActivities,
} from './contract.ts';

export type ActivityName = keyof (AgentWatchActivities &
  BudgetActivities &
  ContainmentActivities &
  DependencyActivities &
  ExecutionActivities &
  HistoryActivities &
  SubtaskActivities);

interface Retries {
  readonly activities: readonly ActivityName[];
  readonly options: ActivityOptions;
  /** In words, for docs/retries.md. */
  readonly why: string;
}

const UNTIL_IT_WORKS = { initialInterval: '500ms', backoffCoefficient: 1.5, maximumInterval: '5s' } as const;

/** How each activity is tried again: the one place that says so. */
export const RETRIES = {
  historyAtOnce: {
    activities: ['appendHistory'],
    options: {
      startToCloseTimeout: '3s',
      scheduleToCloseTimeout: '3s',
      cancellationType: ActivityCancellationType.TRY_CANCEL,
      retry: { maximumAttempts: 1 },
    },
    why: 'somebody waits for the answer: one try, then the patient way below',
  },
  history: {
    activities: ['appendHistory'],
    options: {
      startToCloseTimeout: '30s',
      // Continuing as new must not wait for it: an attempt under way changes nothing that the next run will not write.
      cancellationType: ActivityCancellationType.TRY_CANCEL,
      retry: UNTIL_IT_WORKS,
    },
    why: 'the history database may be away for hours, and nothing is lost meanwhile',
  },
  budget: {
    activities: ['applyBudgetOverride'],
    options: { startToCloseTimeout: '30s', retry: UNTIL_IT_WORKS },
    why: 'work that people have allowed waits for it',
  },
  errands: {
    activities: ['findDependents', 'lookAtDependencies', 'reserveSubtask'],
    options: {
      startToCloseTimeout: '30s',
      cancellationType: ActivityCancellationType.TRY_CANCEL,
      retry: UNTIL_IT_WORKS,
    },
    why: 'other tasks wait for what it finds',
  },
  containment: {
    activities: ['listRunningExecutions'],
    options: { startToCloseTimeout: '30s', retry: { initialInterval: '500ms', maximumInterval: '10s' } },
    why: 'an order to stop is carried out, however long it takes',
  },
  agentWatch: {
    activities: ['markSilentAgents', 'seeToSilentAgent'],
    options: { startToCloseTimeout: '30s', retry: { initialInterval: '500ms', maximumInterval: '30s' } },
    why: 'the next look comes by itself',
  },
  lease: {
    activities: ['holdLease'],
    options: { retry: { maximumAttempts: 1 } },
    why: 'the execution workflow itself offers the work again: after 1 s, 2 s, 4 s, at most 5 min, as often as the routing rule says; then the fallbacks; then the task is BLOCKED with the errors',
  },
} as const satisfies Record<string, Retries>;
