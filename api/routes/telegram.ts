import { z } from 'zod';
import type { Config } from '../../config/config.ts';
import { testConnection } from '../../integrations/telegram/connection-test.ts';
import type { Operations } from '../../operations/operations.ts';
import { projectSlug } from '../../operations/schemas/common.ts';
import {
  connectTelegramChatSchema,
  editTelegramAccountSchema,
  editTelegramChatSchema,
  ownTelegramSchema,
  projectTelegramSchema,
  telegramLinkSchema,
  telegramStatusSchema,
  telegramTestSchema,
} from '../../operations/schemas/telegram.ts';
import { created, defineRoute, ok, type Route } from '../route.ts';

const bySlug = z.object({ slug: projectSlug });
const LINK = { 201: { description: 'A code that works once, for ten minutes', schema: telegramLinkSchema } };

export const telegramRoutes = ({ telegram }: Operations, config: Config): Route[] => [
  defineRoute({
    method: 'get',
    path: '/telegram',
    tag: 'Telegram',
    summary: 'See how the bot is',
    operation: 'telegram.read',
    answers: { 200: { description: 'The bot of the installation', schema: telegramStatusSchema } },
    handle: async ({ caller }) => ok(await telegram.status(caller)),
  }),
  ...chatRoutes(telegram, config),
  ...accountRoutes(telegram),
];

const chatRoutes = (telegram: Operations['telegram'], config: Config): Route[] => [
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/telegram',
    tag: 'Telegram',
    summary: 'Read where a project is talked about',
    operation: 'telegram.readChat',
    params: bySlug,
    answers: { 200: { description: 'The chat, if one is connected', schema: projectTelegramSchema } },
    handle: async ({ caller, params }) => ok({ chat: await telegram.ofProject(caller, params.slug) }),
  }),
  defineRoute({
    method: 'put',
    path: '/projects/{slug}/telegram',
    tag: 'Telegram',
    summary: 'Connect a project to a chat whose id you know',
    operation: 'telegram.editChat',
    params: bySlug,
    body: connectTelegramChatSchema,
    answers: { 200: { description: 'Connected', schema: projectTelegramSchema } },
    handle: async ({ caller, params, body }) => ok({ chat: await telegram.connectChat(caller, params.slug, body) }),
  }),
  defineRoute({
    method: 'patch',
    path: '/projects/{slug}/telegram',
    tag: 'Telegram',
    summary: 'Change what is told in the chat of a project',
    operation: 'telegram.editChat',
    params: bySlug,
    body: editTelegramChatSchema,
    answers: { 200: { description: 'Changed', schema: projectTelegramSchema } },
    handle: async ({ caller, params, body }) => ok({ chat: await telegram.editChat(caller, params.slug, body) }),
  }),
  defineRoute({
    method: 'delete',
    path: '/projects/{slug}/telegram',
    tag: 'Telegram',
    summary: 'Disconnect the chat of a project',
    operation: 'telegram.editChat',
    params: bySlug,
    answers: { 204: { description: 'Disconnected: what was told stays there', schema: null } },
    handle: async ({ caller, params }) => {
      await telegram.disconnectChat(caller, params.slug);
      return { status: 204 };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/telegram/link',
    tag: 'Telegram',
    summary: 'Make a code that connects the group where it is used',
    operation: 'telegram.editChat',
    params: bySlug,
    body: z.strictObject({}),
    answers: LINK,
    handle: async ({ caller, params }) => created(await telegram.offerChatLink(caller, params.slug)),
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/telegram/test',
    tag: 'Telegram',
    summary: 'Test the connection to the chat of a project; sends a message there',
    operation: 'telegram.editChat',
    params: bySlug,
    body: z.strictObject({}),
    answers: { 200: { description: 'What works, and what to do where it does not', schema: telegramTestSchema } },
    handle: async ({ caller, params }) => {
      const result = await testConnection(config.telegram, await telegram.chatToTest(caller, params.slug));
      if (result.isOk) await telegram.mendChat(caller, params.slug);
      return ok(result);
    },
  }),
];

const accountRoutes = (telegram: Operations['telegram']): Route[] => [
  defineRoute({
    method: 'get',
    path: '/account/telegram',
    tag: 'Telegram',
    summary: 'Read your account on Telegram',
    operation: 'telegram.account',
    answers: { 200: { description: 'The account, if one is linked', schema: ownTelegramSchema } },
    handle: async ({ caller }) => ok({ account: await telegram.account(caller) }),
  }),
  defineRoute({
    method: 'patch',
    path: '/account/telegram',
    tag: 'Telegram',
    summary: 'Choose what you are told in private, and when',
    operation: 'telegram.account',
    body: editTelegramAccountSchema,
    answers: { 200: { description: 'Changed', schema: ownTelegramSchema } },
    handle: async ({ caller, body }) => ok({ account: await telegram.editAccount(caller, body) }),
  }),
  defineRoute({
    method: 'delete',
    path: '/account/telegram',
    tag: 'Telegram',
    summary: 'Unlink your account on Telegram',
    operation: 'telegram.account',
    answers: { 204: { description: 'Unlinked', schema: null } },
    handle: async ({ caller }) => {
      await telegram.unlinkAccount(caller);
      return { status: 204 };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/account/telegram/link',
    tag: 'Telegram',
    summary: 'Make a code that links your account on Telegram',
    operation: 'telegram.account',
    body: z.strictObject({}),
    answers: LINK,
    handle: async ({ caller }) => created(await telegram.offerAccountLink(caller)),
  }),
];
