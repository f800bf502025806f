import type { ActorRef } from '../../domain/actor.ts';
import type { QuietHours } from '../../domain/chat/quiet-hours.ts';
import type { PostKind } from '../../domain/chat/vocabulary.ts';
import type { ExecutorType } from '../../domain/task/vocabulary.ts';
import type { NotificationKind } from '../../domain/notification/vocabulary.ts';

/** The installation's bot, as the process that runs it has noted. Ids of Telegram fit into a number. */
export interface TelegramBotDocument {
  _id: 'bot';
  userId: number;
  username: string;
  mode: 'POLLING' | 'WEBHOOK';
  /** The process that has the bot now. */
  holder: string;
  seenAt: Date;
  /** Why Telegram does not take what we send; absent while it does. */
  trouble?: string;
  /** Everything that was stored before has been taken up: events, notifications, standups. */
  followed: Partial<Record<TelegramSource, Date>>;
}

export type TelegramSource = 'events' | 'notifications' | 'standups';

/** The chat where the tasks of a project are talked about. */
export interface TelegramChatDocument {
  /** Slug of the project. */
  _id: string;
  chatId: number;
  title?: string;
  isOn: boolean;
  kinds: PostKind[];
  /** What was stored before is not told. */
  since: Date;
  /** Why nothing can be sent there; nothing is tried until that is mended. */
  broken?: { because: string; since: string };
  connectedBy: ActorRef;
  connectedAt: string;
}

/** What the bot knows of a chat, whatever is talked about there. */
export interface TelegramPlaceDocument {
  /** Id of the chat. */
  _id: number;
  hasTopics?: boolean;
  /** The newest message that is known of. */
  lastMessageId: number;
}

/** The thread of one task. */
export interface TelegramThreadDocument {
  /** Id of the task. */
  _id: string;
  taskKey: string;
  projectId: string;
  /** Where it is; absent until it is opened. */
  chatId?: number;
  /** Of the topic; absent where the chat has none and messages answer the card. */
  topicId?: number;
  topicName?: string;
  cardMessageId?: number;
  isClosed?: boolean;
  /** The last event that is to be told, and the last that has been. */
  wantedSeq: number;
  postedSeq: number;
  /** Since when something is to be told; absent when nothing is. */
  behindSince?: Date;
  /** Somebody waits for it. */
  isUrgent?: boolean;
  retryAt?: Date;
  failures?: number;
}

/** One button: a link, or what is done when it is pressed. */
export type TelegramButton =
  | { readonly text: string; readonly url: string }
  | { readonly text: string; readonly action: TelegramAction };

export type TelegramAction =
  | { readonly do: 'APPROVE' | 'DENY' | 'DETAILS'; readonly approvalId: string }
  | { readonly do: 'CLAIM' | 'START' | 'SUBMIT' | 'SHOW'; readonly taskKey: string }
  | { readonly do: 'TAKE' | 'HAND_IN' | 'GIVE_UP' | 'REROUTE'; readonly executionId: string }
  | { readonly do: 'REROUTE_TO'; readonly executionId: string; readonly executor: ExecutorType }
  | { readonly do: 'ACKNOWLEDGE'; readonly alertId: string }
  | { readonly do: 'SWITCH'; readonly project: string }
  | { readonly do: 'PAGE'; readonly command: string; readonly project?: string; readonly cursor: string };

/** A message of ours. */
export interface TelegramMessageDocument {
  /** Says what it tells: what is told twice is sent once. */
  _id: string;
  chatId: number;
  /** Absent while it is being sent, or when nobody knows whether it was. */
  messageId?: number;
  /** The newest message of the chat that was known of when it was sent. */
  afterMessageId: number;
  /** As it is now. */
  html: string;
  buttons?: TelegramButton[][];
  approvalId?: string;
  /** The event of the task with which what it says is over. */
  outdatedBySeq?: number;
  alertId?: string;
  /** The place of the last thing that it tells. */
  upTo?: number;
  at: Date;
}

/** Somebody's account on Telegram, linked to the person they are here. */
export interface TelegramAccountDocument {
  /** Id of the user on Telegram. */
  _id: number;
  personId: string;
  name: string;
  username?: string;
  /** They have written to the bot in private, so that it may write to them. */
  isReachable: boolean;
  /** Slug of the project that commands are about. */
  project?: string;
  linkedAt: string;
  /** Kinds that they do not want to be told in private. */
  muted: NotificationKind[];
  quietHours?: QuietHours;
}

/** A code that links, once, until it expires. */
export interface TelegramLinkDocument {
  /** SHA-256 of the code. */
  _id: string;
  by: ActorRef;
  /** The project whose chat it connects; without one it links the account of who made it. */
  projectId?: string;
  expiresAt: Date;
  /** The update that has used it up. */
  usedBy?: string;
}

/** What Telegram has told us, kept until it is dealt with and a while longer, so that a repetition is known. */
export interface TelegramUpdateDocument {
  /** `<bot>:<update>` */
  _id: string;
  update: object;
  receivedAt: Date;
  doneAt?: Date;
  failures?: number;
}

/** What a button does, by what Telegram gives back when it is pressed. */
export interface TelegramButtonDocument {
  _id: string;
  action: TelegramAction;
  at: Date;
}

/** A question of the bot that somebody should answer by a reply. */
export interface TelegramQuestionDocument {
  /** `<chat>:<message>` */
  _id: string;
  userId: number;
  asks: TelegramQuestion;
  at: Date;
}

/** What is asked for. */
export type TelegramQuestion =
  | { readonly for: 'DENIAL'; readonly approvalId: string }
  | { readonly for: 'RESULT' | 'FAILURE'; readonly executionId: string }
  | { readonly for: 'SUBMISSION'; readonly taskKey: string };

/** A notification that waits until somebody's quiet hours are over. */
export interface TelegramLetterDocument {
  /** `<notification>:<user>` */
  _id: string;
  userId: number;
  notificationId: string;
  /** Not to be sent before. */
  dueAt: Date;
  /** Goes into one message with all others that say the same, also when that is tried again. */
  batch?: string;
  at: Date;
}
