import type { AgentDocument } from './documents/agent.ts';
import type { Models } from './models.ts';

/** The registry of agents. */
export class AgentStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** @throws the driver's duplicate-key error when the project has an agent of that name. */
  async create(agent: AgentDocument): Promise<void> {
    await this.#models.agents.collection.insertOne(agent as never);
  }

  async byId(id: string): Promise<AgentDocument | undefined> {
    return ((await this.#models.agents.findOne({ _id: id }).lean()) as AgentDocument | null) ?? undefined;
  }

  async ofProject(projectId: string): Promise<AgentDocument[]> {
    return (await this.#models.agents.find({ projectId }).sort({ nameKey: 1 }).lean()) as AgentDocument[];
  }
}
