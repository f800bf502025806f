import type { Models } from '../models.ts';
import { WebhookDeliveryStore } from './deliveries.ts';
import { WebhookEndpointStore } from './endpoints.ts';
import { HappeningStore } from './happenings.ts';

/** What is kept about webhooks. */
export class WebhookStore {
  readonly endpoints: WebhookEndpointStore;
  readonly deliveries: WebhookDeliveryStore;
  readonly happenings: HappeningStore;

  constructor(models: Models) {
    this.endpoints = new WebhookEndpointStore(models);
    this.deliveries = new WebhookDeliveryStore(models);
    this.happenings = new HappeningStore(models);
  }
}
