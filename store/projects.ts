import type { ActorRef } from '../domain/actor.ts';
import type { Models, ProjectDocument } from './models.ts';

const MODE_CHANGES_KEPT = 100;

/** Projects and their key counters. */
export class ProjectStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async create(project: ProjectDocument): Promise<void> {
    await this.#models.projects.collection.insertOne(project as never);
  }

  async bySlug(slug: string): Promise<ProjectDocument | undefined> {
    return (await this.#models.projects.findOne({ _id: slug }).lean()) ?? undefined;
  }

  async list(slugs: readonly string[] | undefined): Promise<ProjectDocument[]> {
    const query = { removedAt: { $exists: false }, ...(slugs && { _id: { $in: [...slugs] } }) };
    return await this.#models.projects.find(query).sort({ _id: 1 }).lean();
  }

  /** Also those that were taken away. */
  async all(): Promise<ProjectDocument[]> {
    return await this.#models.projects.find({}).sort({ _id: 1 }).lean();
  }

  async update(
    slug: string,
    changes: Partial<ProjectDocument>,
    cleared: readonly (keyof ProjectDocument)[],
  ): Promise<ProjectDocument | undefined> {
    const $unset = Object.fromEntries(cleared.map((field) => [field, 1]));
    const found = await this.#models.projects
      .findOneAndUpdate({ _id: slug }, { $set: changes, $unset } as never, { returnDocument: 'after' })
      .lean();
    return (found as ProjectDocument | null) ?? undefined;
  }

  async setMode(slug: string, entry: ProjectDocument['modeHistory'][number]): Promise<ProjectDocument | undefined> {
    const $push = { modeHistory: { $each: [entry], $slice: -MODE_CHANGES_KEPT } };
    const $set = { mode: entry.mode, modeReason: entry.reason };
    const found = await this.#models.projects
      .findOneAndUpdate({ _id: slug }, { $set, $push } as never, { returnDocument: 'after' })
      .lean();
    return (found as ProjectDocument | null) ?? undefined;
  }

  /**
   * Replaces the routing rules.
   * @param expected the version that they must have; undefined replaces whatever there is.
   * @returns undefined where there is no such project, or where the rules have another version.
   */
  async setRouting(
    slug: string,
    rules: ProjectDocument['routingRules'],
    changed: { readonly by: ActorRef; readonly at: string },
    expected: number | undefined,
  ): Promise<ProjectDocument | undefined> {
    const version = expected === 0 ? { $exists: false } : expected;
    const query = { _id: slug, ...(version !== undefined && { 'routing.version': version }) };
    const $set = { routingRules: rules, 'routing.changedBy': changed.by, 'routing.changedAt': changed.at };
    const found = await this.#models.projects
      .findOneAndUpdate(query as never, { $set, $inc: { 'routing.version': 1 } } as never, { returnDocument: 'after' })
      .lean();
    return (found as ProjectDocument | null) ?? undefined;
  }

  /** Takes the next task number: unique, also among creations at the same moment. */
  async nextTaskNumber(slug: string): Promise<number | undefined> {
    const found = await this.#models.projects
      .findOneAndUpdate({ _id: slug }, { $inc: { lastTaskNumber: 1 } }, { returnDocument: 'after' })
      .lean();
    return found?.lastTaskNumber;
  }
}
