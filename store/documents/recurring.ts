import type { ActorRef } from '../../domain/actor.ts';
import type { OccurrenceCause, OccurrenceState, Skip } from '../../domain/recurring/occurrence.ts';
import type { OverlapRule } from '../../domain/recurring/recurring-task.ts';
import type { AskedTask, TaskTemplate } from '../../domain/recurring/template.ts';
import type { Timing } from '../../domain/recurring/timing.ts';

/** A task that is made again and again, or once at a time that is still to come. */
export interface RecurringTaskDocument {
  _id: string;
  projectId: string;
  name: string;
  template: TaskTemplate;
  when: Timing;
  /** The last day, 'YYYY-MM-DD' where the project is. */
  until?: string;
  /** Ends after so many tasks. */
  count?: number;
  overlap: OverlapRule;
  /** How late a task is still made. */
  catchUpMinutes: number;
  paused?: { reason: string; by: ActorRef; at: string };
  ended?: { because: string; at: string };
  /** In whose name tasks are made: who has set it up or changed it last. */
  owner: ActorRef;
  /** Times before that are none of its business. */
  since: string;
  /** The request that created it, so that repeating it creates nothing. */
  request: string;
  createdBy: ActorRef;
  createdAt: string;
  changedAt: string;
  /** Taken away: invisible in lists, its tasks still lead to it. */
  removedAt?: string;
}

/** One time that a task was due, and what became of it. */
export interface OccurrenceDocument {
  /** `<recurring task>:<time>`, or with the request of whoever asked for it by hand: once, however often it is tried. */
  _id: string;
  recurringTaskId: string;
  projectId: string;
  /** ISO timestamp. */
  scheduledFor: string;
  cause: OccurrenceCause;
  /** In whose name. */
  by: ActorRef;
  state: OccurrenceState;
  /** `<time>#<id>`: the order of lists, in one value for keyset cursors. */
  order: string;
  /** What is asked for, as it was when it fell due: attempts after a change make the same task. */
  asked?: AskedTask;
  taskKey?: string;
  /** What did not work besides: nobody could be assigned. */
  note?: string;
  skipped?: Skip;
  /** When it was dealt with. */
  at: string;
  /** Forgotten then; what was made is not. */
  expireAt?: Date;
}
