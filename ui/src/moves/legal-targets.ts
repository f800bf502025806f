import { isOperator, type Actor } from '../../../domain/actor.ts';
import { findTransition } from '../../../domain/task/transitions.ts';
import { TASK_STATUSES, type TaskStatus } from '../../../domain/task/vocabulary.ts';

/** Where a person may move a card, as far as the card tells; the server has the last word. */
export const legalTargets = (from: TaskStatus, actor: Actor): readonly TaskStatus[] =>
  isOperator(actor) ? TASK_STATUSES.filter((to) => findTransition(from, to)?.movers.includes('HUMAN')) : [];
