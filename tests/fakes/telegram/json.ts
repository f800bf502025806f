import type { ChatState, FakeMessage, FakeUser, Json, MessageState, StoredFile } from './model.ts';

/** The objects of the Bot API, as the real server writes them. */
export function userJson(user: FakeUser, botId: number): Json {
  const { id, first_name, username } = user;
  const isBot = id === botId;
  return { id, is_bot: isBot, first_name, ...(username && { username }), ...(!isBot && { language_code: 'en' }) };
}

export function chatJson(chat: ChatState): Json {
  if (chat.user) {
    const { first_name, username } = chat.user;
    return { id: chat.id, first_name, ...(username && { username }), type: 'private' };
  }
  return { id: chat.id, title: chat.title, ...(chat.isForum && { is_forum: true }), type: chat.type };
}

export function messageJson(message: MessageState, botId: number, isInner = false): Json {
  const { chat, content, markup, topicId, file } = message;
  const isTopicMessage = topicId !== undefined;
  const answered = isInner ? undefined : chat.messages.get(message.replyTo ?? topicId ?? 0);
  return {
    message_id: message.id,
    from: userJson(message.from, botId),
    chat: chatJson(chat),
    date: seconds(message.at),
    ...(message.editedAt !== undefined && { edit_date: seconds(message.editedAt) }),
    ...(isTopicMessage && { message_thread_id: topicId }),
    ...(answered && answered.id !== message.id && { reply_to_message: messageJson(answered, botId, true) }),
    ...message.service,
    ...contentJson(content, file),
    ...(markup?.inline_keyboard && { reply_markup: markup }),
    ...(isTopicMessage && { is_topic_message: true }),
  };
}

function contentJson({ text, entities }: MessageState['content'], file: StoredFile | undefined): Json {
  if (!file) return text === '' ? {} : { text, ...(entities.length > 0 && { entities }) };
  const caption = text === '' ? {} : { caption: text, ...(entities.length > 0 && { caption_entities: entities }) };
  return { ...fileJson(file), ...caption };
}

function fileJson(file: StoredFile): Json {
  const common = { file_id: file.id, file_unique_id: `u${file.id}`, file_size: file.bytes.length };
  if (file.kind === 'photo') {
    return {
      photo: [
        { ...common, width: 90, height: 60 },
        { ...common, width: 800, height: 533 },
      ],
    };
  }
  return { document: { file_name: file.name, mime_type: file.type, ...common } };
}

export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

export function visible(message: MessageState): FakeMessage {
  const { id, chat, from, content, html, markup, topicId, replyTo, isPinned, file, service, edits, at } = message;
  const keyboard = markup?.inline_keyboard ?? [];
  return {
    id,
    chatId: chat.id,
    from,
    text: content.text,
    html,
    buttons: keyboard.map((row) => row.map((button) => button.text)),
    isPinned,
    edits,
    at,
    ...(topicId !== undefined && { topicId }),
    ...(replyTo !== undefined && { replyTo }),
    ...(file && { document: { name: file.name, text: file.bytes.toString('utf8') } }),
    ...(markup?.force_reply === true && { forceReply: true }),
    ...(service && { service: Object.keys(service)[0] ?? '' }),
  };
}
