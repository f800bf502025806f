import type { DeliveryStatus, WebhookEvent } from '../../domain/webhook/vocabulary.ts';
import { insertMissing } from '../connection.ts';
import type { DeliveryAttempt, WebhookDeliveryDocument } from '../documents/webhook.ts';
import type { Models } from '../models.ts';

const KEPT_ATTEMPTS = 10;
const KEPT_MS = 14 * 24 * 3_600_000;

interface DeliveryFilter {
  readonly status?: DeliveryStatus | undefined;
  readonly event?: WebhookEvent | undefined;
}

/** What an attempt has led to. */
type Outcome =
  | { readonly status: 'DELIVERED' | 'FAILED' }
  /** Without a next attempt it waits until somebody enables the endpoint. */
  | { readonly status: 'PENDING'; readonly firstTriedAt: string; readonly nextAttemptAt: string | undefined };

/** How endpoints wait for what should be sent there. */
export interface WaitingDeliveries {
  readonly count: number;
  readonly first: WebhookDeliveryDocument | undefined;
}

/** Messages on their way to endpoints; what is over is kept for two weeks. */
export class WebhookDeliveryStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Those that are there already stay as they are. */
  addMissing(deliveries: readonly WebhookDeliveryDocument[]): Promise<void> {
    return insertMissing(this.#models.webhookDeliveries, deliveries);
  }

  /** Which of these ids are there. */
  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await this.#models.webhookDeliveries.find({ _id: { $in: ids as string[] } }, { _id: 1 }).lean();
    return new Set(found.map(({ _id }) => _id));
  }

  async byId(id: string): Promise<WebhookDeliveryDocument | undefined> {
    return (await this.#models.webhookDeliveries.findOne({ _id: id }).lean()) ?? undefined;
  }

  /** Newest first. @param beforeNumber 0 for the newest. */
  async page(
    endpointId: string,
    filter: DeliveryFilter,
    limit: number,
    beforeNumber: number,
  ): Promise<WebhookDeliveryDocument[]> {
    const fields = Object.entries(filter).filter(([, value]) => value !== undefined);
    const query = {
      endpointId,
      ...Object.fromEntries(fields),
      ...(beforeNumber > 0 && { number: { $lt: beforeNumber } }),
    };
    return await this.#models.webhookDeliveries.find(query).sort({ number: -1 }).limit(limit).lean();
  }

  /** What is next, in its order. */
  async queue(endpointId: string, limit: number): Promise<WebhookDeliveryDocument[]> {
    const query = { endpointId, status: 'PENDING' as const, kind: 'QUEUED' as const };
    return await this.#models.webhookDeliveries.find(query).sort({ number: 1 }).limit(limit).lean();
  }

  async waiting(endpointId: string): Promise<WaitingDeliveries> {
    const query = { endpointId, status: 'PENDING' as const, kind: 'QUEUED' as const };
    const [count, [first]] = await Promise.all([
      this.#models.webhookDeliveries.countDocuments(query),
      this.queue(endpointId, 1),
    ]);
    return { count, first };
  }

  /** Those of the endpoints whose next delivery has failed at least once. */
  async failing(endpointIds: readonly string[]): Promise<string[]> {
    const query = {
      endpointId: { $in: [...endpointIds] },
      status: 'PENDING',
      kind: 'QUEUED',
      attemptCount: { $gt: 0 },
    };
    return await this.#models.webhookDeliveries.distinct('endpointId', query as never);
  }

  /** Notes an attempt and what follows from it. */
  async noteAttempt(id: string, attempt: DeliveryAttempt, outcome: Outcome): Promise<void> {
    const isOver = outcome.status !== 'PENDING';
    const { nextAttemptAt, ...rest } = isOver ? { ...outcome, ...over(attempt.at), nextAttemptAt: undefined } : outcome;
    const update = {
      $set: { ...rest, ...(nextAttemptAt !== undefined && { nextAttemptAt }) },
      $inc: { attemptCount: 1 },
      $push: { attempts: { $each: [attempt], $slice: -KEPT_ATTEMPTS } },
      ...(nextAttemptAt === undefined && { $unset: { nextAttemptAt: 1 } }),
    };
    await this.#models.webhookDeliveries.collection.updateOne({ _id: id } as never, update as never);
  }

  /** Its 24 hours begin anew. */
  async beginAnew(endpointId: string): Promise<void> {
    const query = { endpointId, status: 'PENDING', kind: 'QUEUED', firstTriedAt: { $exists: true } };
    const update = { $set: { attemptCount: 0 }, $unset: { firstTriedAt: 1, nextAttemptAt: 1 } };
    await this.#models.webhookDeliveries.collection.updateMany(query as never, update as never);
  }

  /** Nothing that waits is sent any more. */
  async skip(endpointId: string): Promise<void> {
    const query = { endpointId, status: 'PENDING', kind: 'QUEUED' };
    const update = { $set: { status: 'SKIPPED', ...over(new Date().toISOString()) }, $unset: { nextAttemptAt: 1 } };
    await this.#models.webhookDeliveries.collection.updateMany(query as never, update as never);
  }
}

const over = (finishedAt: string) => ({ finishedAt, expireAt: new Date(Date.parse(finishedAt) + KEPT_MS) });
