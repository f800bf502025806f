import { despiteDeadlocks, isDuplicateKey } from './connection.ts';
import type { BoardChoiceDocument, BoardViewDocument } from './documents/board.ts';
import type { Models } from './models.ts';

type Change = Partial<Omit<BoardViewDocument, '_id' | 'projectId' | 'version'>>;

/** Named looks of boards, and how people have arranged them. */
export class BoardViewStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** @returns false where the name is taken. */
  async create(view: BoardViewDocument): Promise<boolean> {
    return await unlessTaken(() => this.#models.boardViews.collection.insertOne(view as never));
  }

  /** What a request has created. */
  async ofRequest(request: string): Promise<BoardViewDocument | undefined> {
    return (await this.#models.boardViews.findOne({ request }).lean()) ?? undefined;
  }

  async byId(projectId: string, id: string): Promise<BoardViewDocument | undefined> {
    return (await this.#models.boardViews.findOne({ _id: id, projectId }).lean()) ?? undefined;
  }

  /** What a person sees in a project: what is shared there and their own, oldest first. */
  async visibleTo(personId: string, projectId: string): Promise<BoardViewDocument[]> {
    const query = { projectId, $or: [{ isShared: true }, { 'owner.id': personId }] };
    return await this.#models.boardViews.find(query).sort({ _id: 1 }).lean();
  }

  /**
   * Changes what has still the version that was seen.
   * @returns false where the name is taken; otherwise whether the version was the right one can be read from it.
   */
  async update(id: string, version: number, change: Change, cleared: readonly 'grouping'[]): Promise<boolean> {
    const $unset = Object.fromEntries(cleared.map((field) => [field, 1]));
    const update = { $set: change, $inc: { version: 1 }, ...(cleared.length > 0 && { $unset }) };
    return await unlessTaken(() => this.#models.boardViews.updateOne({ _id: id, version }, update as never));
  }

  async remove(id: string): Promise<void> {
    await this.#models.boardViews.deleteOne({ _id: id });
  }

  async choiceOf(personId: string, projectId: string): Promise<BoardChoiceDocument | undefined> {
    return (await this.#models.boardChoices.findOne({ _id: choiceId(personId, projectId) }).lean()) ?? undefined;
  }

  async choose(personId: string, projectId: string, choice: Omit<BoardChoiceDocument, '_id'>): Promise<void> {
    const _id = choiceId(personId, projectId);
    await despiteDeadlocks(() =>
      this.#models.boardChoices.replaceOne({ _id }, { _id, ...choice } as never, { upsert: true }),
    );
  }
}

const choiceId = (personId: string, projectId: string): string => `${projectId}:${personId}`;

async function unlessTaken(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await despiteDeadlocks(write);
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}
