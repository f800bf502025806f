import type { DeliveryKind, DeliveryStatus } from '../../../domain/webhook/vocabulary.ts';
import type { DeliverySummary, WebhookView } from '../../../operations/schemas/webhook.ts';
import { TYPE_LABELS } from '../board/words.ts';
import type { Tone } from '../controls/badge.tsx';

export const DELIVERY_LABELS: Readonly<Record<DeliveryStatus, string>> = {
  PENDING: 'Waits',
  DELIVERED: 'Delivered',
  FAILED: 'Failed',
  SKIPPED: 'Skipped',
};

const TONES: Readonly<Record<DeliveryStatus, Tone>> = {
  PENDING: 'accent',
  DELIVERED: 'good',
  FAILED: 'bad',
  SKIPPED: 'neutral',
};

export const KIND_LABELS: Readonly<Record<DeliveryKind, string>> = {
  QUEUED: '',
  REDELIVERY: 'sent again',
  TEST: 'test',
};

/** What waits because an attempt has failed is not just waiting. */
export function deliveryState({ status, attemptCount }: DeliverySummary): { label: string; tone: Tone } {
  if (status === 'PENDING' && attemptCount > 0) return { label: 'Tried again', tone: 'warn' };
  return { label: DELIVERY_LABELS[status], tone: TONES[status] };
}

/** "Everything", or what it is told of. */
export function wantsInWords({ events, taskTypes }: Pick<WebhookView, 'events' | 'taskTypes'>): string {
  const what = events.length === 0 ? 'Every event' : events.join(', ');
  if (taskTypes.length === 0) return what;
  return `${what}; of tasks only ${taskTypes.map((type) => TYPE_LABELS[type]).join(', ')}`;
}

/** "hooks.example.com/orders": what tells one from another. */
export function addressInShort(url: string): string {
  const { host, pathname } = new URL(url);
  return pathname === '/' ? host : `${host}${pathname}`;
}
