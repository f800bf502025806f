import type { AgentControl, AgentDocument } from './documents/agent.ts';
import type { Models } from './models.ts';

/** What may be changed in the registry; an order, a sign of life and a used-up budget have writes of their own. */
export type AgentFields = Partial<
  Pick<
    AgentDocument,
    | 'name'
    | 'nameKey'
    | 'emoji'
    | 'role'
    | 'allowedTypes'
    | 'allowedTools'
    | 'executor'
    | 'concurrencyLimit'
    | 'heartbeatTimeoutSeconds'
    | 'limits'
  >
>;

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

  async byName(projectId: string, nameKey: string): Promise<AgentDocument | undefined> {
    return ((await this.#models.agents.findOne({ projectId, nameKey }).lean()) as AgentDocument | null) ?? undefined;
  }

  async ofProject(projectId: string): Promise<AgentDocument[]> {
    return (await this.#models.agents.find({ projectId }).sort({ nameKey: 1 }).lean()) as AgentDocument[];
  }

  async ofProjects(projectIds: readonly string[]): Promise<AgentDocument[]> {
    const found = this.#models.agents.find({ projectId: { $in: [...projectIds] } }).sort({ projectId: 1, nameKey: 1 });
    return (await found.lean()) as AgentDocument[];
  }

  /** @throws the driver's duplicate-key error when the project has another agent of that name. */
  edit(
    id: string,
    fields: AgentFields,
    cleared: readonly (keyof AgentFields | 'overBudgetOn')[],
  ): Promise<AgentDocument | undefined> {
    const $unset = Object.fromEntries(cleared.map((field) => [field, 1]));
    return this.#change({ _id: id }, { $set: fields, $unset });
  }

  /** What ended before then is not learned from any more. */
  learnFrom(id: string, at: string): Promise<AgentDocument | undefined> {
    return this.#change({ _id: id }, { $set: { learnFrom: at } });
  }

  /** Writes down an order, whatever was ordered before. */
  order(id: string, control: AgentControl): Promise<AgentDocument | undefined> {
    return this.#change({ _id: id }, { $set: { control } });
  }

  /** Pauses an agent with its squad, unless somebody ordered something else meanwhile: then undefined. */
  pauseWithSquad(id: string, control: Omit<AgentControl, 'status'>): Promise<AgentDocument | undefined> {
    const paused: AgentControl = { ...control, status: 'PAUSED', withSquad: true };
    return this.#change({ _id: id, 'control.status': 'ACTIVE' }, { $set: { control: paused } });
  }

  /** Lifts a pause that came with the squad's, and no other order: then undefined. */
  resumeWithSquad(id: string, control: Omit<AgentControl, 'status'>): Promise<AgentDocument | undefined> {
    const active: AgentControl = { ...control, status: 'ACTIVE' };
    const pausedWithSquad = { 'control.status': 'PAUSED', 'control.withSquad': true };
    return this.#change({ _id: id, ...pausedWithSquad }, { $set: { control: active } });
  }

  /** Notes a sign of life; who was OFFLINE is back. Answers with the agent as it was before. */
  noteHeartbeat(id: string, at: string, lastError: string | undefined): Promise<AgentDocument | undefined> {
    const $set = { lastHeartbeatAt: at, ...(lastError !== undefined && { lastError }) };
    const $unset = { offlineSince: 1, ...(lastError === undefined && { lastError: 1 }) };
    return this.#change({ _id: id }, { $set, $unset }, 'before');
  }

  /** Who has given a sign of life, the last one before `before`, and does not count as OFFLINE yet. */
  async quietSince(before: string): Promise<AgentDocument[]> {
    const query = { lastHeartbeatAt: { $lt: before }, offlineSince: { $exists: false } };
    return (await this.#models.agents.find(query as never).lean()) as AgentDocument[];
  }

  /** Marks an agent OFFLINE, unless it has given a sign of life meanwhile. */
  async markOffline({ _id, lastHeartbeatAt }: AgentDocument, at: string): Promise<void> {
    const stillQuiet = { _id, lastHeartbeatAt, offlineSince: { $exists: false } };
    await this.#change(stillQuiet, { $set: { offlineSince: at } });
  }

  /** Who was marked OFFLINE at this moment and has not come back. */
  async offlineSince(at: string): Promise<AgentDocument[]> {
    return (await this.#models.agents.find({ offlineSince: at } as never).lean()) as AgentDocument[];
  }

  async #change(
    filter: object,
    update: object,
    returnDocument: 'before' | 'after' = 'after',
  ): Promise<AgentDocument | undefined> {
    const changes = withoutEmpty(update);
    const found = await this.#models.agents.collection.findOneAndUpdate(filter as never, changes, { returnDocument });
    return (found as unknown as AgentDocument | null) ?? undefined;
  }
}

/** Servers refuse operators without fields. */
const withoutEmpty = (update: object): Record<string, object> =>
  Object.fromEntries(
    Object.entries(update as Record<string, object>).filter(([, fields]) => Object.keys(fields).length > 0),
  );
