import { isDeepStrictEqual } from 'node:util';
import { lessonsOf, subjectKey, topicKey, type Lesson, type Subject, type Topic } from '../domain/learning/memory.ts';
import { OutcomeBuilder, type Outcome } from '../domain/learning/outcome.ts';
import { merge, NOTHING_LEARNED, type Tally } from '../domain/learning/tally.ts';
import type { TaskType } from '../domain/task/vocabulary.ts';
import { despiteDeadlocks, insertMissing, isDuplicateKey } from './connection.ts';
import type { OutcomeDocument, TallyDocument } from './documents/learning.ts';
import type { HistoryStore } from './history.ts';
import type { Models } from './models.ts';

/** Tasks that are remembered as counted. A repetition follows its first attempt closely. */
const COUNTED_KEPT = 256;
/** Tasks that are looked at in one question. */
const PAGE = 500;

/**
 * What was learned from tasks that have ended. The outcome of a task is written once; what follows from outcomes is
 * folded one by one when tasks end, and from all of them by `recompute`: both come to the same.
 */
export class LearningStore {
  readonly #models: Models;
  readonly #history: HistoryStore;

  constructor(models: Models, history: HistoryStore) {
    this.#models = models;
    this.#history = history;
  }

  /** From a task that has ended. Safe to repeat, in part or whole. */
  async learn(taskId: string): Promise<void> {
    const outcome = await this.#keep(taskId);
    if (!outcome) return;
    for (const lesson of lessonsOf(outcome)) await this.#count(lesson, outcome);
  }

  /** What was learned on each topic of these subjects. */
  async tallies(subjects: readonly Subject[], type?: TaskType): Promise<TallyDocument[]> {
    const query = { subject: { $in: subjects.map(subjectKey) }, ...(type !== undefined && { type }) };
    const found = await this.#models.agentPerformance.find(query).sort({ _id: 1 }).lean();
    return found as unknown as TallyDocument[];
  }

  /** Outcomes of a project, the newest. */
  async outcomes(projectId: string, limit: number): Promise<Outcome[]> {
    const query = { projectId, outcome: { $exists: true } };
    const found = await this.#models.outcomes.find(query).sort({ endedAt: -1 }).limit(limit).lean();
    return (found as unknown as OutcomeDocument[]).flatMap(({ outcome }) => outcome ?? []);
  }

  /** Keeps the outcomes that are missing: of tasks that ended before there was learning. Answers how many. */
  async catchUp(projectId: string): Promise<number> {
    let [caughtUp, after] = [0, ''];
    for (;;) {
      const query = { projectId, completedAt: { $exists: true }, _id: { $gt: after } };
      const ended = await this.#models.tasks.find(query, { _id: 1 }).sort({ _id: 1 }).limit(PAGE).lean();
      const ids = ended.map(({ _id }) => _id);
      const kept = await this.#models.outcomes.find({ _id: { $in: ids } }, { _id: 1 }).lean();
      const known = new Set(kept.map(({ _id }) => _id));
      for (const id of ids.filter((one) => !known.has(one))) {
        await this.#keep(id);
        caughtUp += 1;
      }
      if (ids.length < PAGE) return caughtUp;
      after = ids.at(-1) ?? after;
    }
  }

  /** Folds all outcomes of a subject anew. Answers how many topics were not what the fold gives. */
  async recompute(subject: Subject): Promise<number> {
    let corrected = 0;
    for (;;) {
      const before = new Map((await this.tallies([subject])).map((document) => [document._id, document]));
      const folded = await this.#fold(subject);
      const results = await Promise.all(
        [...folded.values()].map((fresh) => this.#correct(fresh, before.get(topicKey(fresh.topic)))),
      );
      corrected += results.filter((result) => result === 'CORRECTED').length;
      if (!results.includes('OVERTAKEN')) return corrected;
    }
  }

  async #keep(taskId: string): Promise<Outcome | undefined> {
    const found = await this.#models.outcomes.findOne({ _id: taskId }).lean();
    if (found) return (found as unknown as OutcomeDocument).outcome;
    const builder = new OutcomeBuilder();
    for await (const event of this.#history.log(taskId)) builder.add(event);
    const outcome = builder.build();
    const task = await this.#models.tasks.findOne({ _id: taskId }, { projectId: 1, completedAt: 1 }).lean();
    if (task?.completedAt === undefined) return undefined;
    const { projectId, completedAt: endedAt } = task;
    const document = { _id: taskId, projectId, agentIds: [...(outcome?.agents ?? [])], endedAt };
    await insertMissing(this.#models.outcomes, [{ ...document, ...(outcome && { outcome }) }]);
    return outcome;
  }

  /** Until nobody has changed the topic in between. */
  async #count({ topic, tally }: Lesson, { taskId, endedAt }: Outcome): Promise<void> {
    for (;;) {
      const [found] = await this.#find(topic);
      // Read after the tally: a reset that came in between has changed the tally's version too.
      const from = await this.#learnFrom(topic.subject);
      if (found?.counted.includes(taskId) || endedAt < from) return;
      const merged = merge(found?.tally ?? NOTHING_LEARNED, tally);
      const counted = [...(found?.counted ?? []), taskId].slice(-COUNTED_KEPT);
      if (await this.#write(topic, { tally: merged, counted }, found)) return;
    }
  }

  async #find(topic: Topic): Promise<TallyDocument[]> {
    const found = await this.#models.agentPerformance.find({ _id: topicKey(topic) }).lean();
    return found as unknown as TallyDocument[];
  }

  /** @returns whether the topic was still as it had been found. */
  async #write(
    { subject, type, carrier, ...topic }: Topic,
    fields: Pick<TallyDocument, 'tally' | 'counted'>,
    found: TallyDocument | undefined,
  ): Promise<boolean> {
    const _id = topicKey({ subject, type, carrier, ...topic });
    const document = { subject: subjectKey(subject), type, carrier, ...fields, version: (found?.version ?? 0) + 1 };
    const { collection } = this.#models.agentPerformance;
    try {
      if (!found) {
        await despiteDeadlocks(() => collection.insertOne({ _id, ...document } as never));
        return true;
      }
      const filter = { _id, version: found.version } as never;
      const { matchedCount } = await despiteDeadlocks(() => collection.updateOne(filter, { $set: document }));
      return matchedCount === 1;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return false;
    }
  }

  /** Every topic that the subject has ever had, with what counts of it now. */
  async #fold(subject: Subject): Promise<ReadonlyMap<string, Folded>> {
    const folded = new Map<string, Folded>();
    for (const { topic } of (await this.tallies([subject])).map(topicOf(subject))) {
      folded.set(topicKey(topic), { topic, tally: NOTHING_LEARNED, counted: [] });
    }
    const from = await this.#learnFrom(subject);
    const query = subject.kind === 'AGENT' ? { agentIds: subject.id } : { projectId: subject.id };
    const cursor = this.#models.outcomes.find(query).sort({ endedAt: 1 }).lean().cursor({ batchSize: PAGE });
    for await (const { outcome } of cursor as unknown as AsyncIterable<OutcomeDocument>) {
      if (!outcome) continue;
      const counts = outcome.endedAt >= from;
      const own = lessonsOf(outcome).filter(({ topic }) => subjectKey(topic.subject) === subjectKey(subject));
      for (const { topic, tally } of own) {
        const key = topicKey(topic);
        const before = folded.get(key) ?? { topic, tally: NOTHING_LEARNED, counted: [] };
        folded.set(key, counts ? next(before, tally, outcome.taskId) : before);
      }
    }
    return folded;
  }

  async #correct({ topic, ...fresh }: Folded, found: TallyDocument | undefined): Promise<Corrected> {
    if (found && isDeepStrictEqual(found.tally, fresh.tally)) return 'RIGHT';
    return (await this.#write(topic, fresh, found)) ? 'CORRECTED' : 'OVERTAKEN';
  }

  async #learnFrom({ kind, id }: Subject): Promise<string> {
    if (kind === 'PROJECT') return '';
    const found = await this.#models.agents.findOne({ _id: id }, { learnFrom: 1 }).lean();
    return found?.learnFrom ?? '';
  }
}

type Corrected = 'RIGHT' | 'CORRECTED' | 'OVERTAKEN';

interface Folded {
  readonly topic: Topic;
  readonly tally: Tally;
  readonly counted: string[];
}

const next = ({ topic, tally, counted }: Folded, more: Tally, taskId: string): Folded => ({
  topic,
  tally: merge(tally, more),
  counted: [...counted, taskId].slice(-COUNTED_KEPT),
});

const topicOf =
  (subject: Subject) =>
  ({ type, carrier }: TallyDocument): { topic: Topic } => ({ topic: { subject, type, carrier } });
