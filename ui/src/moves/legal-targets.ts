import { isOperator, type Actor } from '../../../domain/actor.ts';
import { TRANSITIONS } from '../../../domain/task/transitions.ts';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';

/** Where a person may move a card, as far as the card tells; the server has the last word. */
export const legalTargets = (from: TaskStatus, actor: Actor): readonly TaskStatus[] =>
  isOperator(actor)
    ? TRANSITIONS.filter((rule) => rule.from === from && rule.movers.includes('HUMAN')).map(({ to }) => to)
    : [];
