import type { TaskType } from '../task/vocabulary.ts';
import type { Carrier, Outcome, Share } from './outcome.ts';
import { merge, NOTHING_LEARNED, tallyOf, type Tally } from './tally.ts';

/** Whom something is learned about: an agent, or the executors of a project. */
export type Subject =
  | { readonly kind: 'AGENT'; readonly id: string }
  | { readonly kind: 'PROJECT'; readonly id: string };

/** "AGENT:01J…" */
export const subjectKey = ({ kind, id }: Subject): string => `${kind}:${id}`;

/** What belongs together: the work of a subject on a type of task with an executor. */
export interface Topic {
  readonly subject: Subject;
  readonly type: TaskType;
  readonly carrier: Carrier;
}

/** What a task teaches, topic by topic. */
export interface Lesson {
  readonly topic: Topic;
  readonly tally: Tally;
}

export const topicKey = ({
  subject,
  type,
  carrier,
}: Pick<Topic, 'subject' | 'type'> & { readonly carrier: Carrier | 'ANY' }): string =>
  `${subjectKey(subject)}:${type}:${carrier}`;

/** The whole task for each of its agents, and what each executor did of it for the project. */
export function lessonsOf(outcome: Outcome): readonly Lesson[] {
  const { type } = outcome.task;
  const lesson = (subject: Subject, share: Share): Lesson => ({
    topic: { subject, type, carrier: share.carrier },
    tally: tallyOf(outcome, share),
  });
  return [
    ...outcome.agents.map((id) => lesson({ kind: 'AGENT', id }, outcome.whole)),
    ...outcome.shares.map((share) => lesson({ kind: 'PROJECT', id: outcome.projectId }, share)),
  ];
}

/** All that was learned so far, in memory. */
export class Memory {
  readonly #tallies = new Map<string, Tally>();

  learn(outcome: Outcome): void {
    for (const { topic, tally } of lessonsOf(outcome)) {
      this.#add(topicKey(topic), tally);
      this.#add(topicKey({ ...topic, carrier: 'ANY' }), tally);
    }
  }

  /** Of one carrier, or of all together. */
  of(subject: Subject, type: TaskType, carrier: Carrier | 'ANY' = 'ANY'): Tally {
    return this.#tallies.get(topicKey({ subject, type, carrier })) ?? NOTHING_LEARNED;
  }

  #add(key: string, tally: Tally): void {
    this.#tallies.set(key, merge(this.#tallies.get(key) ?? NOTHING_LEARNED, tally));
  }
}
