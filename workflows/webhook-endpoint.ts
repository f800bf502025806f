import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { WebhookActivities, WebhookOutcome } from './contract.ts';
import { webhookNewsSignal, webhookRetrySignal, webhookSendSignal } from './messages.ts';
import { RETRIES } from './retries.ts';

const activities = proxyActivities<WebhookActivities>(RETRIES.webhooks.options);

/**
 * Sends what waits for an endpoint, one message after the other, for as long as there is the endpoint. A message that does
 * not arrive is a failed activity: Temporal shows it, and tries again when the activity has said.
 */
export async function webhookEndpointWorkflow(endpointId: string): Promise<WebhookOutcome> {
  let hasNews = true;
  let sending: CancellationScope | undefined;
  setHandler(webhookNewsSignal, () => {
    hasNews = true;
  });
  setHandler(webhookRetrySignal, () => {
    hasNews = true;
    sending?.cancel();
  });
  setHandler(webhookSendSignal, (deliveryId) => activities.sendWebhookOnce(deliveryId));

  for (;;) {
    await condition(() => hasNews);
    hasNews = false;
    sending = new CancellationScope();
    const outcome = await deliver(endpointId, sending);
    sending = undefined;
    if (outcome === 'MORE') hasNews = true;
    const isOver = outcome === 'GONE';
    if (isOver || workflowInfo().continueAsNewSuggested) await condition(allHandlersFinished);
    if (isOver) return outcome;
    // The next run begins by looking, so that nothing has to be carried over.
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof webhookEndpointWorkflow>(endpointId);
  }
}

/** Until it has ended, or somebody does not want to wait for the next attempt. */
async function deliver(endpointId: string, scope: CancellationScope): Promise<WebhookOutcome> {
  try {
    return await scope.run(() => activities.deliverWebhooks(endpointId));
  } catch (error) {
    if (!isCancellation(error) || CancellationScope.current().consideredCancelled) throw error;
    return 'MORE';
  }
}
