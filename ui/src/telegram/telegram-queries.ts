import { queryOptions } from '@tanstack/react-query';
import type { TelegramAccountView, TelegramChatView, TelegramStatus } from '../../../operations/schemas/telegram.ts';
import { get } from '../api/request.ts';

/** While somebody uses a code in Telegram: how often it is looked whether they have, in milliseconds. */
export const LOOK_EVERY_MS = 2_000;

export const telegramQuery = queryOptions({
  queryKey: ['telegram'],
  queryFn: ({ signal }) => get<TelegramStatus>('/telegram', {}, signal),
});

export const projectTelegramQuery = (slug: string) =>
  queryOptions({
    queryKey: ['project-telegram', slug],
    queryFn: ({ signal }) => get<{ chat?: TelegramChatView }>(`/projects/${slug}/telegram`, {}, signal),
  });

export const ownTelegramQuery = queryOptions({
  queryKey: ['own-telegram'],
  queryFn: ({ signal }) => get<{ account?: TelegramAccountView }>('/account/telegram', {}, signal),
});
