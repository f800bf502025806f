import { ApplicationFailure } from '@temporalio/common';
import { Courier, NotDeliveredError } from '../integrations/webhooks/courier.ts';
import { GuardedClient } from '../integrations/webhooks/guarded-client.ts';
import type { WebhookReach } from '../domain/webhook/address.ts';
import type { Store } from '../store/store.ts';
import type { WebhookActivities } from '../workflows/contract.ts';

interface WebhookDependencies {
  readonly store: Store;
  readonly reach: WebhookReach;
  /** Of the installation. */
  readonly secret: string;
}

/** Sends webhooks. */
export function createWebhookActivities({ store, reach, secret }: WebhookDependencies): WebhookActivities {
  const courier = new Courier({ store, secret, client: new GuardedClient(reach) });
  return {
    deliverWebhooks: (endpointId) => courier.deliver(endpointId).catch(asFailure),
    sendWebhookOnce: (deliveryId) => courier.sendOnce(deliveryId),
  };
}

/** Temporal waits for as long as the schedule of webhooks says. */
function asFailure(error: unknown): never {
  if (!(error instanceof NotDeliveredError)) throw error;
  const { message, name: type, retryAfterMs: nextRetryDelay } = error;
  throw ApplicationFailure.create({ message, type, nextRetryDelay });
}
