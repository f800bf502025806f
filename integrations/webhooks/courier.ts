import { actorRef, MISSION_CONTROL } from '../../domain/actor.ts';
import { webhookDisabledKey } from '../../domain/alert/keys.ts';
import { retryDelay } from '../../domain/webhook/retry-schedule.ts';
import type {
  DeliveryAttempt,
  WebhookDeliveryDocument,
  WebhookEndpointDocument,
} from '../../store/documents/webhook.ts';
import type { Store } from '../../store/store.ts';
import type { WebhookOutcome } from '../../workflows/contract.ts';
import type { GuardedClient } from './guarded-client.ts';
import { signedHeaders } from './signature.ts';

/** How long one round may take besides its last message, in milliseconds. */
const ROUND_MS = 5_000;
const AT_ONCE = 20;
const ERROR_LENGTH = 500;
const GONE = 410;

interface CourierOptions {
  readonly store: Store;
  readonly client: GuardedClient;
  /** Of the installation. */
  readonly secret: string;
}

/** A message has not arrived: the next attempt is due after so many milliseconds. */
export class NotDeliveredError extends Error {
  override readonly name = 'NotDeliveredError';
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Sends messages to endpoints and notes what has become of them. */
export class Courier {
  readonly #options: CourierOptions;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** What waits for an endpoint, in its order, for some seconds. @throws NotDeliveredError */
  async deliver(endpointId: string): Promise<WebhookOutcome> {
    const { endpoints, deliveries } = this.#options.store.webhooks;
    const until = Date.now() + ROUND_MS;
    for (;;) {
      const endpoint = await endpoints.byId(endpointId);
      if (!endpoint) return 'GONE';
      if (endpoint.status === 'DISABLED') return 'DISABLED';
      const waiting = await deliveries.queue(endpointId, AT_ONCE);
      if (waiting.length === 0) return 'IDLE';
      for (const delivery of waiting) {
        if (Date.now() > until) return 'MORE';
        const attempt = await this.#attempt(endpoint, delivery);
        if (!isDelivered(attempt)) return await this.#notDelivered(endpoint, delivery, attempt);
        await deliveries.noteAttempt(delivery._id, attempt, { status: 'DELIVERED' });
      }
      await endpoints.change(endpointId, { lastDeliveredAt: new Date().toISOString() });
    }
  }

  /** One message, a single time. */
  async sendOnce(deliveryId: string): Promise<void> {
    const { endpoints, deliveries } = this.#options.store.webhooks;
    const delivery = await deliveries.byId(deliveryId);
    const endpoint = delivery && (await endpoints.byId(delivery.endpointId));
    if (!endpoint || delivery.status !== 'PENDING') return;
    const attempt = await this.#attempt(endpoint, delivery);
    await deliveries.noteAttempt(deliveryId, attempt, { status: isDelivered(attempt) ? 'DELIVERED' : 'FAILED' });
  }

  async #attempt(endpoint: WebhookEndpointDocument, delivery: WebhookDeliveryDocument): Promise<DeliveryAttempt> {
    const { client, secret } = this.#options;
    const now = new Date();
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(delivery.body)),
      'user-agent': 'mission-control-webhooks',
      ...signedHeaders(secret, endpoint, delivery, now),
    };
    const startedAt = performance.now();
    const ended = () => ({
      at: now.toISOString(),
      milliseconds: Math.round(performance.now() - startedAt),
      request: { headers },
    });
    try {
      const response = await client.post(endpoint.url, headers, delivery.body);
      const error = errorOf(response.status);
      return { ...ended(), response, ...(error !== undefined && { error }) };
    } catch (error) {
      return { ...ended(), error: inWords(error) };
    }
  }

  async #notDelivered(
    endpoint: WebhookEndpointDocument,
    delivery: WebhookDeliveryDocument,
    attempt: DeliveryAttempt,
  ): Promise<WebhookOutcome> {
    const { at, error = 'it failed', response } = attempt;
    const { firstTriedAt = at, attemptCount } = delivery;
    const delay = retryDelay({
      attempts: attemptCount + 1,
      firstTriedAt: Date.parse(firstTriedAt),
      now: Date.now(),
      retryAfterMs: retryAfterOf(response?.headers['retry-after']),
    });
    const isOver = delay === undefined || response?.status === GONE;
    const nextAttemptAt = isOver ? undefined : new Date(Date.now() + delay).toISOString();
    const outcome = { status: 'PENDING', firstTriedAt, nextAttemptAt } as const;
    await this.#options.store.webhooks.deliveries.noteAttempt(delivery._id, attempt, outcome);
    if (!isOver) throw new NotDeliveredError(`${delivery.event} has not arrived: ${error}`, delay);
    await this.#disable(
      endpoint,
      response?.status === GONE ? 'the receiver says that it is gone (410)' : `for 24 hours: ${error}`,
    );
    return 'DISABLED';
  }

  async #disable({ _id, url, projectId }: WebhookEndpointDocument, because: string): Promise<void> {
    const { endpoints } = this.#options.store.webhooks;
    const { host } = new URL(url);
    await this.#options.store.alerts.raise({
      key: webhookDisabledKey(_id),
      severity: 'ERROR',
      kind: 'WEBHOOK_DISABLED',
      title: `The webhook to ${host} is disabled`,
      description: `Nothing has arrived there, ${because}. What waits is sent in its order once somebody enables it again.`,
      projectId,
    });
    await endpoints.disable(_id, { because, by: actorRef(MISSION_CONTROL), at: new Date().toISOString() });
  }
}

const isDelivered = ({ error }: DeliveryAttempt): boolean => error === undefined;

function errorOf(status: number): string | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) return `the answer was ${status}: redirects are not followed`;
  return `the answer was ${status}`;
}

function inWords(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const text = error instanceof AggregateError ? error.errors.map(String).join('; ') : message;
  return (text || (code ?? String(error))).slice(0, ERROR_LENGTH);
}

/** Seconds, or a date. @returns milliseconds; undefined for anything else. */
function retryAfterOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(milliseconds) ? milliseconds : undefined;
}
