import { ActivityCancellationType, type ActivityOptions } from '@temporalio/workflow';
import type {
  AgentWatchActivities,
  BudgetActivities,
  ContainmentActivities,
  DependencyActivities,
  ExecutionActivities,
  GithubActivities,
  HistoryActivities,
  LearningActivities,
  RecurringActivities,
  StandupActivities,
  SubtaskActivities,
  WebhookActivities,
} from './contract.ts';

export type ActivityName = keyof (AgentWatchActivities &
  BudgetActivities &
  ContainmentActivities &
  DependencyActivities &
  ExecutionActivities &
  GithubActivities &
  HistoryActivities &
  LearningActivities &
  RecurringActivities &
  StandupActivities &
  SubtaskActivities &
  WebhookActivities);

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
  standup: {
    activities: ['keepStandup'],
    options: { startToCloseTimeout: '30s', retry: { initialInterval: '1s', maximumInterval: '1m' } },
    why: 'the history database may be away; the next one is due tomorrow at the earliest',
  },
  recurring: {
    activities: ['makeRecurringTask'],
    options: { startToCloseTimeout: '1m', retry: { initialInterval: '1s', maximumInterval: '1m' } },
    why: 'the history database may be away; what is made too late by then is noted as skipped',
  },
  webhooks: {
    activities: ['deliverWebhooks', 'sendWebhookOnce'],
    options: {
      startToCloseTimeout: '30s',
      // Two that send to one endpoint at the same time would not keep the order.
      cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
      retry: { initialInterval: '1s', maximumInterval: '1m' },
    },
    why: 'this is for the history database; after a receiver that does not answer, the activity itself says when: after 5 s, 30 s, 2, 5, 15 and 30 min, then each hour, for 24 hours',
  },
  github: {
    activities: [
      'beginGithubSync',
      'syncGithubIssues',
      'syncGithubComments',
      'syncGithubPullRequests',
      'endGithubSync',
      'applyGithubChange',
      'postToGithub',
    ],
    options: {
      startToCloseTimeout: '15m',
      heartbeatTimeout: '20s',
      retry: { initialInterval: '1s', maximumInterval: '2m' },
    },
    why: 'GitHub may be away, and says itself when it has been asked too much: then it is tried again when GitHub says so',
  },
  learning: {
    activities: ['recomputeLearning'],
    options: {
      startToCloseTimeout: '1h',
      heartbeatTimeout: '10m',
      retry: { initialInterval: '1s', maximumInterval: '5m' },
    },
    why: 'the history database may be away; what was learned so far holds meanwhile',
  },
  lease: {
    activities: ['holdLease'],
    options: { retry: { maximumAttempts: 1 } },
    why: 'the execution workflow itself offers the work again: after 1 s, 2 s, 4 s, at most 5 min, as often as the routing rule says; then the fallbacks; then the task is BLOCKED with the errors',
  },
} as const satisfies Record<string, Retries>;
