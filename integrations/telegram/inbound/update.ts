import type { Document, PhotoSize, Update, User } from 'telegraf/types';

/** A file that somebody sends, whatever kind of message it comes in. */
export type SentFile = Pick<Document, 'file_id' | 'file_size' | 'file_name' | 'mime_type'>;

/** What is looked at in a message; which of it there is depends on the kind of message. */
export interface Said {
  readonly message_id: number;
  readonly from?: User;
  readonly chat: { readonly id: number; readonly type: string; readonly title?: string };
  readonly message_thread_id?: number;
  readonly is_topic_message?: boolean;
  readonly text?: string;
  readonly caption?: string;
  readonly photo?: readonly PhotoSize[];
  readonly document?: SentFile;
  readonly video?: SentFile;
  readonly audio?: SentFile;
  readonly voice?: SentFile;
  readonly reply_to_message?: Said;
  readonly migrate_to_chat_id?: number;
  readonly forum_topic_created?: object;
}

/** A press; the message is known by its id alone when it is old. */
export interface Press {
  readonly id: string;
  readonly from: User;
  readonly message?: Said;
  readonly data?: string;
}

export interface Membership {
  readonly chat: Said['chat'];
  readonly new_chat_member: { readonly status: string };
}

/** An update as what it is about. */
export interface Incoming {
  readonly update_id: number;
  readonly message?: Said;
  readonly edited_message?: Said;
  readonly callback_query?: Press;
  readonly my_chat_member?: Membership;
}

export const incoming = (update: Update): Incoming => update as unknown as Incoming;

/** Where something was said, and where the answer goes. */
export interface Place {
  readonly chatId: number;
  /** In chats with topics, outside of the general one. */
  readonly topicId?: number | undefined;
  readonly messageId: number;
  readonly isPrivate: boolean;
}

/** In groups without topics, answers have a thread id as well: it means nothing there. */
export const placeOf = ({ chat, message_id: messageId, message_thread_id: thread, is_topic_message }: Said): Place => ({
  chatId: chat.id,
  ...(is_topic_message === true && { topicId: thread }),
  messageId,
  isPrivate: chat.type === 'private',
});

/** What a message really answers: in a topic every message answers the one that opened it. */
export function answered({ reply_to_message: reply, message_thread_id: thread, is_topic_message }: Said) {
  if (!reply || reply.forum_topic_created) return undefined;
  return is_topic_message === true && reply.message_id === thread ? undefined : reply;
}

/** A file that came with a message, whatever kind of message it is; of a photo the largest that there is. */
export function fileIn({ photo, document, video, audio, voice, message_id: id }: Said): SentFile | undefined {
  const largest = photo?.toSorted((one, other) => other.width * other.height - one.width * one.height)[0];
  if (largest) return { ...largest, file_name: `photo-${id}.jpg`, mime_type: 'image/jpeg' };
  if (voice) return { ...voice, file_name: `voice-${id}.ogg` };
  return document ?? video ?? audio;
}
