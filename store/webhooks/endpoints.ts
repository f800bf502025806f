import { MISSION_CONTROL } from '../../domain/actor.ts';
import type { WebhookEndpointDocument } from '../documents/webhook.ts';
import type { Models } from '../models.ts';

type Change = Partial<Omit<WebhookEndpointDocument, '_id' | 'lastNumber'>>;

/** Where people want to be told what happens. */
export class WebhookEndpointStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async create(endpoint: WebhookEndpointDocument): Promise<void> {
    await this.#models.webhookEndpoints.collection.insertOne(endpoint as never);
  }

  async byId(id: string): Promise<WebhookEndpointDocument | undefined> {
    return (await this.#models.webhookEndpoints.findOne({ _id: id }).lean()) ?? undefined;
  }

  /** Oldest first. */
  async ofProject(projectId: string): Promise<WebhookEndpointDocument[]> {
    return await this.#models.webhookEndpoints.find({ projectId }).sort({ _id: 1 }).lean();
  }

  async active(): Promise<WebhookEndpointDocument[]> {
    return await this.#models.webhookEndpoints.find({ status: 'ACTIVE' }).sort({ _id: 1 }).lean();
  }

  /** Those that were disabled by us, since they failed for too long. */
  async givenUp(): Promise<WebhookEndpointDocument[]> {
    const query = { status: 'DISABLED' as const, 'disabled.by.id': MISSION_CONTROL.id };
    return await this.#models.webhookEndpoints.find(query).sort({ _id: 1 }).lean();
  }

  /** Answers the endpoint as it is now; undefined when it is gone. */
  async change(
    id: string,
    $set: Change,
    cleared: readonly (keyof Change)[] = [],
  ): Promise<WebhookEndpointDocument | undefined> {
    const $unset = Object.fromEntries(cleared.map((name) => [name, 1]));
    const update = { $set, ...(cleared.length > 0 && { $unset }) };
    const options = { returnDocument: 'after' } as const;
    const found = await this.#models.webhookEndpoints.collection.findOneAndUpdate(
      { _id: id } as never,
      update as never,
      options,
    );
    return (found as unknown as WebhookEndpointDocument | null) ?? undefined;
  }

  /** Disables it unless it is already. Answers whether it was not. */
  async disable(id: string, disabled: NonNullable<WebhookEndpointDocument['disabled']>): Promise<boolean> {
    const update = { $set: { status: 'DISABLED', disabled } };
    const { modifiedCount } = await this.#models.webhookEndpoints.collection.updateOne(
      { _id: id, status: 'ACTIVE' } as never,
      update as never,
    );
    return modifiedCount > 0;
  }

  /** What was stored until then has been noted for all of them. */
  async followed(ids: readonly string[], until: Date): Promise<void> {
    const which = { _id: { $in: ids }, followedUntil: { $lt: until } };
    await this.#models.webhookEndpoints.collection.updateMany(
      which as never,
      { $set: { followedUntil: until } } as never,
    );
  }

  /** Sets numbers aside. Answers the first of them; undefined when the endpoint is gone. */
  async takeNumbers(id: string, count: number): Promise<number | undefined> {
    const options = { returnDocument: 'after' } as const;
    const update = { $inc: { lastNumber: count } };
    const found = await this.#models.webhookEndpoints.collection.findOneAndUpdate(
      { _id: id } as never,
      update as never,
      options,
    );
    const endpoint = found as unknown as WebhookEndpointDocument | null;
    return endpoint ? endpoint.lastNumber - count + 1 : undefined;
  }

  /** Takes it away with everything that was or should have been sent there. */
  async remove(id: string): Promise<void> {
    await this.#models.webhookEndpoints.deleteOne({ _id: id });
    await this.#models.webhookDeliveries.deleteMany({ endpointId: id });
  }
}
