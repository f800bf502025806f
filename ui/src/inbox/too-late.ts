import { ApiError } from '../api/request.ts';
import { readApproval, type Outcome } from './approval-commands.ts';
import { outcomeInWords } from './approval-words.ts';

/** Somebody else may have been faster: then that is what there is to say. @throws always */
export async function explain(id: string, error: unknown): Promise<never> {
  const isTooLate = error instanceof ApiError && error.status === 409;
  const outcome = isTooLate ? await outcomeOf(id) : undefined;
  throw outcome === undefined ? error : new Error(outcome);
}

/** The same for one of several. */
export async function explained(outcome: Outcome): Promise<Outcome> {
  const { id, refusal } = outcome;
  if (refusal?.code !== 'CONFLICT') return outcome;
  return { id, refusal: { ...refusal, message: (await outcomeOf(id)) ?? refusal.message } };
}

async function outcomeOf(id: string): Promise<string | undefined> {
  const now = await readApproval(id).catch(() => undefined);
  return now && now.status !== 'PENDING' ? outcomeInWords(now) : undefined;
}
