import { isOperator, isSameActor, type Actor } from '../../../domain/actor.ts';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';

type Decidable = Pick<ApprovalView, 'status' | 'requester' | 'decisions'>;

/** Why this person cannot decide, in words; undefined means go ahead. The server has the last word. */
export function whyNotDecidable({ status, requester, decisions }: Decidable, actor: Actor): string | undefined {
  if (status !== 'PENDING') return 'It is already decided.';
  if (!isOperator(actor)) return 'Only operators of the project decide.';
  if (isSameActor(requester, actor)) return 'You asked for it: somebody else has to decide.';
  return decisions.some(({ by }) => isSameActor(by, actor)) ? 'You have decided: it needs a second person.' : undefined;
}

export const mayDecide = (approval: Decidable, actor: Actor): boolean => whyNotDecidable(approval, actor) === undefined;
