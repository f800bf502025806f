import type { ProjectMode } from '../domain/task/vocabulary.ts';
import type { AgentDocument, Models, ProjectDocument } from './models.ts';

/** Projects, their key counters and their agents. */
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
    const query = slugs ? { _id: { $in: [...slugs] } } : {};
    return await this.#models.projects.find(query).sort({ _id: 1 }).lean();
  }

  async update(
    slug: string,
    changes: Partial<Pick<ProjectDocument, 'name' | 'routingRules'>> & { mode?: ProjectMode; modeReason?: string },
  ): Promise<ProjectDocument | undefined> {
    const found = await this.#models.projects
      .findOneAndUpdate({ _id: slug }, { $set: changes }, { returnDocument: 'after' })
      .lean();
    return found ?? undefined;
  }

  /** Takes the next task number: unique, also among creations at the same moment. */
  async nextTaskNumber(slug: string): Promise<number | undefined> {
    const found = await this.#models.projects
      .findOneAndUpdate({ _id: slug }, { $inc: { lastTaskNumber: 1 } }, { returnDocument: 'after' })
      .lean();
    return found?.lastTaskNumber;
  }

  async createAgent(agent: AgentDocument): Promise<void> {
    await this.#models.agents.collection.insertOne(agent as never);
  }

  async agents(projectId: string): Promise<AgentDocument[]> {
    return await this.#models.agents.find({ projectId }).sort({ name: 1 }).lean();
  }
}
