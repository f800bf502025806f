import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { DeliveryStatus } from '../../../domain/webhook/vocabulary.ts';
import type { DeliverySummary, DeliveryView, WebhookView } from '../../../operations/schemas/webhook.ts';
import { pages, type Page } from '../api/queries.ts';
import { get } from '../api/request.ts';

/** Deliveries come without an event; a look is cheap. */
const LOOK_AGAIN_MS = 3_000;

export const webhooksQuery = (project: string) =>
  queryOptions({
    queryKey: ['webhooks', project],
    queryFn: ({ signal }) => get<Page<WebhookView>>(`/projects/${project}/webhooks`, {}, signal),
    refetchInterval: LOOK_AGAIN_MS,
  });

/** Newest first. */
export const deliveriesQuery = (webhook: string, status: DeliveryStatus | undefined) =>
  infiniteQueryOptions({
    ...pages<DeliverySummary>(['deliveries', webhook, status ?? ''], `/webhooks/${webhook}/deliveries`, { status }),
    refetchInterval: LOOK_AGAIN_MS,
  });

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['deliveries', 'one', id],
    queryFn: ({ signal }) => get<DeliveryView>(`/webhook-deliveries/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: LOOK_AGAIN_MS,
  });
