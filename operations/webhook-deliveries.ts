import { ulid } from 'ulid';
import { TEST_EVENT } from '../domain/webhook/vocabulary.ts';
import type { WebhookDeliveryDocument, WebhookEndpointDocument } from '../store/documents/webhook.ts';
import type { Caller } from './caller.ts';
import { decodeSeqCursor, pageFrom } from './cursor.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound } from './errors.ts';
import type { DeliverySummary, DeliveryView, ListDeliveries } from './schemas/webhook.ts';
import type { WebhookWorkflows } from './webhook-workflows.ts';
import type { Webhooks } from './webhooks.ts';
import { withoutUndefined } from './without-undefined.ts';

/** What was sent to webhooks and what they have answered. */
export class WebhookDeliveries {
  readonly #deps: Pick<Dependencies, 'store'>;
  readonly #webhooks: Webhooks;
  readonly #workflows: WebhookWorkflows;

  constructor(deps: Pick<Dependencies, 'store'>, webhooks: Webhooks, workflows: WebhookWorkflows) {
    this.#deps = deps;
    this.#webhooks = webhooks;
    this.#workflows = workflows;
  }

  /** Newest first. */
  async list(
    caller: Caller,
    webhookId: string,
    { limit, cursor, ...filter }: ListDeliveries,
  ): Promise<{ items: DeliverySummary[]; nextCursor?: string }> {
    await this.#webhooks.authorized(caller, 'webhooks.read', webhookId);
    const { deliveries } = this.#deps.store.webhooks;
    const found = await deliveries.page(webhookId, filter, limit + 1, decodeSeqCursor(cursor));
    return pageFrom(found, limit, summaryOf, ({ number }) => String(number));
  }

  async get(caller: Caller, id: string): Promise<DeliveryView> {
    const { delivery, endpoint } = await this.#find(caller, 'webhooks.read', id);
    return viewOf(delivery, endpoint);
  }

  /** Sends a message of its own, to see whether it arrives. */
  async test(caller: Caller, webhookId: string): Promise<DeliverySummary> {
    const { endpoint } = await this.#webhooks.authorized(caller, 'webhooks.edit', webhookId);
    const data = { project: endpoint.projectId, webhookId, message: 'This is a test: nothing has happened.' };
    const body = JSON.stringify({ type: TEST_EVENT, timestamp: new Date().toISOString(), data });
    return this.#sendNow(endpoint, { messageId: `msg_${ulid()}_test`, event: TEST_EVENT, kind: 'TEST', body });
  }

  /** Sends the same message again at once; one that waits for its next attempt need not wait any longer. */
  async redeliver(caller: Caller, id: string): Promise<DeliverySummary> {
    const { delivery, endpoint } = await this.#find(caller, 'webhooks.edit', id);
    if (delivery.kind === 'QUEUED' && delivery.status === 'PENDING' && endpoint.status === 'ACTIVE') {
      await this.#workflows.retry(endpoint);
      return summaryOf(delivery);
    }
    const { messageId, event, body } = delivery;
    return this.#sendNow(endpoint, { messageId, event, kind: 'REDELIVERY', body });
  }

  async #sendNow(
    endpoint: WebhookEndpointDocument,
    message: Pick<WebhookDeliveryDocument, 'messageId' | 'event' | 'kind' | 'body'>,
  ): Promise<DeliverySummary> {
    const { _id: endpointId, projectId } = endpoint;
    const { endpoints, deliveries } = this.#deps.store.webhooks;
    const number = await endpoints.takeNumbers(endpointId, 1);
    if (number === undefined) throw notFound(`the webhook ${endpointId}`);
    const delivery: WebhookDeliveryDocument = {
      _id: `${endpointId}:${message.messageId}:${ulid()}`,
      endpointId,
      projectId,
      ...message,
      number,
      status: 'PENDING',
      createdAt: new Date().toISOString(),
      attemptCount: 0,
      attempts: [],
    };
    await deliveries.addMissing([delivery]);
    await this.#workflows.send(endpoint, delivery._id);
    return summaryOf(delivery);
  }

  async #find(caller: Caller, operation: 'webhooks.read' | 'webhooks.edit', id: string) {
    const delivery = await this.#deps.store.webhooks.deliveries.byId(id);
    if (!delivery) throw notFound(`the delivery ${id}`);
    const { endpoint } = await this.#webhooks.authorized(caller, operation, delivery.endpointId);
    return { delivery, endpoint };
  }
}

function summaryOf(delivery: WebhookDeliveryDocument): DeliverySummary {
  const { _id: id, endpointId: webhookId, messageId, event, kind, status, createdAt, attemptCount } = delivery;
  const { nextAttemptAt, finishedAt, attempts } = delivery;
  const last = attempts.at(-1);
  const newest = { responseStatus: last?.response?.status, milliseconds: last?.milliseconds, error: last?.error };
  const times = withoutUndefined({ nextAttemptAt, finishedAt });
  return {
    id,
    webhookId,
    messageId,
    event,
    kind,
    status,
    createdAt,
    attemptCount,
    ...times,
    ...withoutUndefined(newest),
  };
}

const viewOf = (delivery: WebhookDeliveryDocument, { url }: WebhookEndpointDocument): DeliveryView => ({
  ...summaryOf(delivery),
  url,
  body: delivery.body,
  attempts: delivery.attempts,
});
