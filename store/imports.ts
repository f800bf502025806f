import { insertMissing } from './connection.ts';
import type { Models } from './models.ts';

/** Which tasks rows of files have led to: a row leads to one, whenever it is imported again. */
export class ImportStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Keys of tasks by the names of their rows. */
  async tasksOf(projectId: string, refs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const ids = refs.map((ref) => idOf(projectId, ref));
    const found = await this.#models.importedRows.find({ _id: { $in: ids } }).lean();
    return new Map(found.map(({ _id, taskKey }) => [_id.slice(projectId.length + 1), taskKey]));
  }

  async note(projectId: string, ref: string, taskKey: string): Promise<void> {
    const row = { _id: idOf(projectId, ref), projectId, taskKey, at: new Date().toISOString() };
    await insertMissing(this.#models.importedRows, [row]);
  }
}

const idOf = (projectId: string, ref: string): string => `${projectId}:${ref}`;
