import type { Amounts } from '../domain/budget/amounts.ts';
import type { Usage } from '../domain/task/state.ts';
import { insertMissing, isDuplicateKey } from './connection.ts';
import type { RunDocument, RunRefusal, RunStatus } from './documents/budget.ts';
import type { Models } from './models.ts';

export interface RunFilter {
  /** Undefined means all. */
  readonly projects?: readonly string[] | undefined;
  readonly taskId?: string | undefined;
  readonly agentId?: string | undefined;
}

/** Where a page of runs begins: after this one. */
export type RunPosition = Pick<RunDocument, 'startedAt' | '_id'>;

/** The ledger: one row for each run. */
export class LedgerStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async byId(id: string): Promise<RunDocument | undefined> {
    return ((await this.#models.runs.findOne({ _id: id }).lean()) as RunDocument | null) ?? undefined;
  }

  /** Newest first. */
  async list({ projects, taskId, agentId }: RunFilter, limit: number, after?: RunPosition): Promise<RunDocument[]> {
    const query = {
      ...(projects && { projectId: projects.length === 1 ? projects[0] : { $in: [...projects] } }),
      ...(taskId !== undefined && { taskId }),
      ...(agentId !== undefined && { agentId }),
      ...(after && {
        startedAt: { $lte: after.startedAt },
        $or: [{ startedAt: { $lt: after.startedAt } }, { _id: { $lt: after._id } }],
      }),
    };
    const found = this.#models.runs.find(query as never).sort({ startedAt: -1, _id: -1 });
    return (await found.limit(limit).lean()) as RunDocument[];
  }

  /** Writes the row down, unless it is there: then as it is. */
  async insert(run: RunDocument): Promise<RunDocument> {
    try {
      await this.#models.runs.collection.insertOne({ ...run } as never);
      return run;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return (await this.byId(run._id)) ?? run;
    }
  }

  /** Moves a row on from where it is expected to be; answers the row as it is then. */
  async move(
    id: string,
    from: readonly RunStatus[],
    changes: { status: RunStatus; refusal?: RunRefusal },
  ): Promise<RunDocument | undefined> {
    return (await this.#change({ _id: id, status: { $in: [...from] } }, changes)) ?? this.byId(id);
  }

  /** Takes the first report of a run that is open; answers the row with the report that counts. */
  async report(
    id: string,
    report: { usage: Usage; amounts: Amounts; finishedAt: string },
  ): Promise<RunDocument | undefined> {
    const { model } = report.usage;
    const isOpen = { _id: id, status: { $in: ['RESERVING', 'RUNNING'] satisfies RunStatus[] } };
    const changes = { status: 'FINISHED' as const, ...report, ...(model !== undefined && { model }) };
    return (await this.#change(isOpen, changes)) ?? this.byId(id);
  }

  /** Remembers what an open run has used so far. Answers undefined for a run that is not open. */
  noteUsage(id: string, usageSoFar: Usage): Promise<RunDocument | undefined> {
    return this.#change({ _id: id, status: 'RUNNING' }, { usageSoFar });
  }

  /** Takes away the row of a run that never began. */
  async remove(id: string): Promise<void> {
    await this.#models.runs.collection.deleteOne({ _id: id, status: 'REFUSED' } as never);
  }

  /** Tells readers of a day's costs that they have changed. */
  async noteCostChange(projectId: string, day: string): Promise<void> {
    const _id = `${projectId}:${day}`;
    const raise = () => this.#models.costDays.collection.updateOne({ _id } as never, { $inc: { version: 1 } });
    const { matchedCount } = await raise();
    if (matchedCount > 0) return;
    await insertMissing(this.#models.costDays, [{ _id, projectId, day, version: 0 }]);
    await raise();
  }

  async #change(filter: object, changes: Partial<RunDocument>): Promise<RunDocument | undefined> {
    const options = { returnDocument: 'after' } as const;
    const update = { $set: changes } as never;
    const found = await this.#models.runs.collection.findOneAndUpdate(filter as never, update, options);
    return (found as unknown as RunDocument | null) ?? undefined;
  }
}
