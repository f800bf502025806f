import type { CommandAnswer, CommandEnvelope, RememberedAnswer } from './contract.ts';

const ANSWERS_KEPT = 100;

/**
 * The last answers by idempotency key. Temporal deduplicates updates within one run only; this record is
 * carried over continue-as-new, and it tells a repetition from another command under the same key.
 */
export class RecentAnswers {
  #answers: RememberedAnswer[];

  constructor(answers: readonly RememberedAnswer[] = []) {
    this.#answers = [...answers];
  }

  find({ idempotencyKey }: CommandEnvelope): RememberedAnswer | undefined {
    if (idempotencyKey === undefined) return undefined;
    return this.#answers.find(({ key }) => key === idempotencyKey);
  }

  remember({ idempotencyKey: key, bodyHash = '' }: CommandEnvelope, answer: CommandAnswer): void {
    if (key === undefined) return;
    this.#answers = [...this.#answers, { key, bodyHash, answer }].slice(-ANSWERS_KEPT);
  }

  toJSON(): readonly RememberedAnswer[] {
    return this.#answers;
  }
}
