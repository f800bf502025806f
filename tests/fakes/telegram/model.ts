import type { Formatted } from './html.ts';

export type Json = Record<string, unknown>;

export interface FakeUser {
  readonly id: number;
  readonly first_name: string;
  readonly username?: string;
}

export interface FakeChat {
  readonly id: number;
  readonly title: string;
}

/** A message as people see it now. */
export interface FakeMessage {
  readonly id: number;
  readonly chatId: number;
  readonly from: FakeUser;
  /** Without formatting; of a file, what is written under it. */
  readonly text: string;
  /** As it was sent. */
  readonly html: string;
  readonly buttons: readonly (readonly string[])[];
  readonly topicId?: number;
  readonly replyTo?: number;
  readonly isPinned: boolean;
  readonly document?: { readonly name: string; readonly text: string };
  readonly forceReply?: boolean;
  /** What a service message says, such as `forum_topic_created`. */
  readonly service?: string;
  readonly edits: number;
  readonly at: number;
}

export interface Rights {
  readonly can_manage_topics?: boolean;
  readonly can_pin_messages?: boolean;
  readonly can_delete_messages?: boolean;
}

export interface StoredFile {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
  readonly kind: 'document' | 'photo';
}

export interface Button {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
}

export interface Markup {
  readonly inline_keyboard?: readonly (readonly Button[])[];
  readonly force_reply?: boolean;
}

export interface MessageState {
  readonly id: number;
  readonly chat: ChatState;
  readonly from: FakeUser;
  readonly at: number;
  content: Formatted;
  /** As it was sent. */
  html: string;
  markup: Markup | undefined;
  readonly topicId: number | undefined;
  readonly replyTo: number | undefined;
  readonly file: StoredFile | undefined;
  readonly service: Json | undefined;
  isPinned: boolean;
  edits: number;
  editedAt: number | undefined;
}

export interface TopicState {
  readonly id: number;
  name: string;
  readonly iconColor: number;
  isClosed: boolean;
}

export type BotStatus = 'administrator' | 'member' | 'left' | 'kicked';

export interface ChatState {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup';
  title: string;
  /** In a private chat, the person. */
  readonly user: FakeUser | undefined;
  isForum: boolean;
  botStatus: BotStatus;
  rights: Required<Rights>;
  /** Of a private chat: whether the person has written to the bot. */
  isStarted: boolean;
  migratedTo: number | undefined;
  lastId: number;
  readonly messages: Map<number, MessageState>;
  readonly topics: Map<number, TopicState>;
}
