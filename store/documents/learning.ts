import type { Carrier, Outcome } from '../../domain/learning/outcome.ts';
import type { Tally } from '../../domain/learning/tally.ts';
import type { TaskType } from '../../domain/task/vocabulary.ts';

/** What there is to learn from a task that has ended; written once. */
export interface OutcomeDocument {
  /** Of the task. */
  _id: string;
  projectId: string;
  agentIds: string[];
  endedAt: string;
  /** Not there where nobody had begun: nothing to learn, and nothing to look for again. */
  outcome?: Outcome;
}

/** What was learned on one topic: the fold of its outcomes. */
export interface TallyDocument {
  /** `<subject>:<type>:<carrier>` */
  _id: string;
  /** `AGENT:<id>` or `PROJECT:<slug>` */
  subject: string;
  type: TaskType;
  carrier: Carrier;
  tally: Tally;
  /** The tasks counted last, so that a repetition does not count twice; a recompute counts every task anew. */
  counted: string[];
  /** Raised with each change: whoever has read another one has to look again. */
  version: number;
}
