import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import type { Logger } from '../../config/logger.ts';
import type { WebhookMessage } from '../../domain/webhook/messages.ts';
import type { WebhookDeliveryDocument, WebhookEndpointDocument } from '../../store/documents/webhook.ts';
import type { Store } from '../../store/store.ts';
import { WEBHOOK_ENDPOINT_WORKFLOW, webhookEndpointStart, webhookNewsSignal } from '../../workflows/messages.ts';
import { happeningsSince, type Happening } from './happenings.ts';

const LOOK_EVERY_MS = 500;
const LOOK_SELDOM_MS = 2_000;
/** A write that is stored much later than it says is found by looking back further from time to time. */
const LOOK_BACK_EVERY_MS = 30_000;
const LOOK_BACK_MS = 120_000;

const LOCK = 'webhooks';
/** How long following belongs to a process that has gone silent, and how often it says that it is there. */
const HELD_MS = 15_000;
const KEEP_EVERY_MS = 4_000;
const SIGNAL_TIMEOUT_MS = 5_000;

interface FollowerOptions {
  readonly store: Store;
  readonly client: Client;
  readonly taskQueue: string;
  /** Where people reach the UI. */
  readonly publicUrl: string;
  readonly logger: Pick<Logger, 'debug' | 'warn'>;
}

/**
 * Follows the logs, notes for each endpoint what is to be sent there, and wakes the workflows that send it. Of several
 * processes one does it at a time. Noting is safe to repeat, so that being killed at any point loses and doubles nothing.
 */
export class WebhookFollower {
  readonly #options: FollowerOptions;
  readonly #holder = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  readonly #noted = new LRUCache<string, true>({ max: 20_000 });
  readonly #toWake = new Map<string, WebhookEndpointDocument>();
  #active = new Map<string, WebhookEndpointDocument>();
  #keptAt = 0;
  #lookedBackAt = Date.now();

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Until the signal is given. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, logger } = this.#options;
    while (!signal.aborted) {
      let pause = LOOK_SELDOM_MS;
      try {
        if (await this.#isMine()) {
          const isMore = await this.look();
          pause = isMore ? 0 : this.#active.size > 0 ? LOOK_EVERY_MS : LOOK_SELDOM_MS;
        }
      } catch (error) {
        logger.debug({ err: error }, 'what webhooks are told could not be looked at');
      }
      await setTimeout(pause, undefined, { signal }).catch(() => undefined);
    }
    await store.locks.letGo(LOCK, this.#holder).catch(() => undefined);
  }

  /** Answers whether there may be more. */
  async look(): Promise<boolean> {
    await this.#refresh();
    const looksBack = Date.now() - this.#lookedBackAt > LOOK_BACK_EVERY_MS;
    let isMore = false;
    for (const [followedUntil, endpoints] of byProgress(this.#active.values())) {
      isMore = (await this.#tell(endpoints, followedUntil, looksBack)) || isMore;
    }
    if (looksBack) this.#lookedBackAt = Date.now();
    await this.#wake();
    return isMore;
  }

  async #isMine(): Promise<boolean> {
    if (Date.now() - this.#keptAt < KEEP_EVERY_MS) return true;
    const { locks } = this.#options.store;
    const isMine = (await locks.keep(LOCK, this.#holder, HELD_MS)) || (await locks.hold(LOCK, this.#holder, HELD_MS));
    if (isMine) this.#keptAt = Date.now();
    else this.#active.clear();
    return isMine;
  }

  /** Endpoints that have come or gone have something to do, whoever was here before. */
  async #refresh(): Promise<void> {
    const active = await this.#options.store.webhooks.endpoints.active();
    const before = this.#active;
    this.#active = new Map(active.map((endpoint) => [endpoint._id, endpoint]));
    for (const [id, endpoint] of before) if (!this.#active.has(id)) this.#toWake.set(id, endpoint);
    for (const [id, endpoint] of this.#active) if (!before.has(id)) this.#toWake.set(id, endpoint);
  }

  /** Notes what was stored since for endpoints that have come equally far. Answers whether there is more. */
  async #tell(
    endpoints: readonly WebhookEndpointDocument[],
    followedUntil: number,
    looksBack: boolean,
  ): Promise<boolean> {
    const { store, publicUrl } = this.#options;
    const ids = endpoints.map(({ _id }) => _id);
    let since = new Date(looksBack ? followedUntil - LOOK_BACK_MS : followedUntil);
    for (;;) {
      const { found, until, isFull } = await happeningsSince(store, since, publicUrl);
      for (const endpoint of endpoints) await this.#note(endpoint, found);
      if (!until) return false;
      await store.webhooks.endpoints.followed(ids, until);
      if (isFull && until <= since)
        throw new Error(`more than can be told at once was stored at ${since.toISOString()}`);
      if (!isFull || until.getTime() >= followedUntil) return isFull;
      since = until;
    }
  }

  async #note(endpoint: WebhookEndpointDocument, happenings: readonly Happening[]): Promise<void> {
    const { endpoints, deliveries } = this.#options.store.webhooks;
    const { _id: endpointId } = endpoint;
    const wanted = happenings.filter((happening) => concerns(endpoint, happening));
    const messages = wanted
      .flatMap((happening) => happening.messages)
      .filter(({ id, event }) => wants(endpoint, event) && !this.#noted.has(`${endpointId}:${id}`));
    if (messages.length === 0) return;
    const known = await deliveries.known(messages.map(({ id }) => `${endpointId}:${id}`));
    const fresh = messages.filter(({ id }) => !known.has(`${endpointId}:${id}`));
    const first = fresh.length > 0 ? await endpoints.takeNumbers(endpointId, fresh.length) : undefined;
    if (first !== undefined) {
      await deliveries.addMissing(fresh.map((message, index) => deliveryOf(endpoint, message, first + index)));
      this.#toWake.set(endpointId, endpoint);
    }
    for (const { id } of messages) this.#noted.set(`${endpointId}:${id}`, true);
  }

  /** While Temporal is away it is tried again with each look. */
  async #wake(): Promise<void> {
    const { client, taskQueue, logger } = this.#options;
    for (const [id, endpoint] of this.#toWake) {
      try {
        await client.withDeadline(Date.now() + SIGNAL_TIMEOUT_MS, () =>
          client.workflow.signalWithStart(WEBHOOK_ENDPOINT_WORKFLOW, {
            ...webhookEndpointStart(taskQueue, endpoint),
            signal: webhookNewsSignal,
          }),
        );
        this.#toWake.delete(id);
      } catch (error) {
        logger.debug({ err: error, endpoint: id }, 'the workflow of an endpoint could not be woken: trying again');
        return;
      }
    }
  }
}

function byProgress(endpoints: Iterable<WebhookEndpointDocument>): Map<number, WebhookEndpointDocument[]> {
  const groups = new Map<number, WebhookEndpointDocument[]>();
  for (const endpoint of endpoints) {
    const followedUntil = endpoint.followedUntil.getTime();
    groups.set(followedUntil, [...(groups.get(followedUntil) ?? []), endpoint]);
  }
  return groups;
}

/** Types of tasks are a filter for what is about tasks. */
function concerns({ projectId, taskTypes, since }: WebhookEndpointDocument, happening: Happening): boolean {
  if (happening.projectId !== projectId || happening.storedAt < since) return false;
  const { taskType } = happening;
  return taskType === undefined || taskTypes.length === 0 || taskTypes.includes(taskType);
}

const wants = ({ events }: WebhookEndpointDocument, event: WebhookMessage['event']): boolean =>
  events.length === 0 || events.includes(event);

function deliveryOf(
  { _id: endpointId, projectId }: WebhookEndpointDocument,
  { id: messageId, event, at, data }: WebhookMessage,
  number: number,
): WebhookDeliveryDocument {
  return {
    _id: `${endpointId}:${messageId}`,
    endpointId,
    projectId,
    messageId,
    event,
    kind: 'QUEUED',
    number,
    body: JSON.stringify({ type: event, timestamp: at, data }),
    status: 'PENDING',
    createdAt: new Date().toISOString(),
    attemptCount: 0,
    attempts: [],
  };
}
