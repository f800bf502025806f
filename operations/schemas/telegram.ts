import { z } from 'zod';
import { isTimeZone } from '../../domain/budget/day.ts';
import { POST_KINDS } from '../../domain/chat/vocabulary.ts';
import { NOTIFICATION_KINDS } from '../../domain/notification/vocabulary.ts';
import { actorRefSchema, timestamp, title } from './common.ts';

/** The bot of the installation. */
export const telegramStatusSchema = z
  .object({
    /** There is a token for a bot. */
    isConfigured: z.boolean(),
    /** As the process that runs it was last seen; absent when none ever was. */
    bot: z
      .object({
        /** Absent until Telegram has told it. */
        username: z.string().optional(),
        mode: z.enum(['POLLING', 'WEBHOOK']),
        seenAt: timestamp,
        isAlive: z.boolean(),
        /** Why Telegram does not take what it sends. */
        trouble: z.string().optional(),
      })
      .optional(),
    /** Threads of tasks where something is still to be told. */
    threadsBehind: z.number().int(),
  })
  .meta({ id: 'TelegramStatus' });
export type TelegramStatus = z.infer<typeof telegramStatusSchema>;

const chatId = z.number().int().negative('is not the id of a group: those are negative');
const postKinds = z
  .array(z.enum(POST_KINDS))
  .max(POST_KINDS.length)
  .transform((kinds) => POST_KINDS.filter((kind) => kinds.includes(kind)));

/** The chat where the tasks of a project are talked about. */
const telegramChatSchema = z
  .object({
    chatId: z.number(),
    title: z.string().optional(),
    isOn: z.boolean(),
    kinds: z.array(z.enum(POST_KINDS)),
    /** Why nothing can be sent there; nothing is tried until that is mended. */
    broken: z.object({ because: z.string(), since: timestamp }).optional(),
    connectedBy: actorRefSchema,
    connectedAt: timestamp,
  })
  .meta({ id: 'TelegramChat' });
export type TelegramChatView = z.infer<typeof telegramChatSchema>;

export const projectTelegramSchema = z.object({ chat: telegramChatSchema.optional() });

export const connectTelegramChatSchema = z.strictObject({ chatId, title: title.optional() });
export type ConnectTelegramChat = z.output<typeof connectTelegramChatSchema>;

export const editTelegramChatSchema = z.strictObject({
  isOn: z.boolean().optional(),
  kinds: postKinds.optional(),
  chatId: chatId.optional(),
});
export type EditTelegramChat = z.output<typeof editTelegramChatSchema>;

/** A code that works once; without a link while the name of the bot is not known. */
export const telegramLinkSchema = z
  .object({ code: z.string(), url: z.string().optional(), command: z.string(), expiresAt: timestamp })
  .meta({ id: 'TelegramLink' });
export type TelegramLinkView = z.infer<typeof telegramLinkSchema>;

export const telegramTestSchema = z
  .object({
    isOk: z.boolean(),
    steps: z.array(z.object({ name: z.string(), isOk: z.boolean(), detail: z.string() })),
  })
  .meta({ id: 'TelegramTest' });
export type TelegramTestView = z.infer<typeof telegramTestSchema>;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day like 22:00');
const quietHoursSchema = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay,
    timeZone: z.string().max(64).refine(isTimeZone, 'is not an IANA time zone like Europe/Berlin'),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'must differ from the beginning' });

/** Somebody's account on Telegram. */
const telegramAccountSchema = z
  .object({
    name: z.string(),
    username: z.string().optional(),
    /** They have written to the bot in private, so that it may write to them. */
    isReachable: z.boolean(),
    /** Kinds of notifications that are not sent in private. */
    muted: z.array(z.enum(NOTIFICATION_KINDS)),
    quietHours: quietHoursSchema.optional(),
    linkedAt: timestamp,
  })
  .meta({ id: 'TelegramAccount' });
export type TelegramAccountView = z.infer<typeof telegramAccountSchema>;

export const ownTelegramSchema = z.object({ account: telegramAccountSchema.optional() });

export const editTelegramAccountSchema = z.strictObject({
  muted: z
    .array(z.enum(NOTIFICATION_KINDS))
    .max(NOTIFICATION_KINDS.length)
    .transform((kinds) => NOTIFICATION_KINDS.filter((kind) => kinds.includes(kind)))
    .optional(),
  /** null ends them. */
  quietHours: quietHoursSchema.nullish(),
});
export type EditTelegramAccount = z.output<typeof editTelegramAccountSchema>;

/** What Telegram tells us; everything but its number is for the bot to read. */
export const telegramUpdateSchema = z.looseObject({ update_id: z.number().int() });
