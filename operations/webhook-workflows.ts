import type { Client } from '@temporalio/client';
import type { Logger } from '../config/logger.ts';
import type { WebhookEndpointDocument } from '../store/documents/webhook.ts';
import {
  WEBHOOK_ENDPOINT_WORKFLOW,
  webhookEndpointStart,
  webhookRetrySignal,
  webhookSendSignal,
} from '../workflows/messages.ts';
import { unavailable } from './errors.ts';

interface WebhookWorkflowsOptions {
  readonly client: Client;
  readonly logger: Logger;
  readonly taskQueue: string;
  /** How long Temporal may take until somebody waits no longer for it. */
  readonly timeoutMs: number;
}

/** The workflows that send webhooks, one for each endpoint. */
export class WebhookWorkflows {
  readonly #options: WebhookWorkflowsOptions;

  constructor(options: WebhookWorkflowsOptions) {
    this.#options = options;
  }

  /** Sends one message at once, whatever else waits. @throws UNAVAILABLE */
  async send(endpoint: WebhookEndpointDocument, deliveryId: string): Promise<void> {
    const { client, taskQueue, timeoutMs } = this.#options;
    const start = webhookEndpointStart(taskQueue, endpoint);
    try {
      await client.withDeadline(Date.now() + timeoutMs, () =>
        client.workflow.signalWithStart(WEBHOOK_ENDPOINT_WORKFLOW, {
          ...start,
          signal: webhookSendSignal,
          signalArgs: [deliveryId],
        }),
      );
    } catch (error) {
      throw unavailable('Temporal', error);
    }
  }

  /** What waits is tried now. Never fails: while Temporal is away it is tried when it would have been anyway. */
  async retry(endpoint: WebhookEndpointDocument): Promise<void> {
    const { client, logger, taskQueue, timeoutMs } = this.#options;
    const start = webhookEndpointStart(taskQueue, endpoint);
    try {
      await client.withDeadline(Date.now() + timeoutMs, () =>
        client.workflow.signalWithStart(WEBHOOK_ENDPOINT_WORKFLOW, { ...start, signal: webhookRetrySignal }),
      );
    } catch (error) {
      logger.warn({ err: error, endpoint: endpoint._id }, 'an endpoint could not be told to go on at once');
    }
  }
}
