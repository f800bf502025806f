import { badRequest } from './errors.ts';
import type { Formatted } from './html.ts';
import { messageJson } from './json.ts';
import type { ChatState, MessageState } from './model.ts';
import type { Parameters } from './parameters.ts';
import { PRESS_ANSWER_MS, type World } from './world.ts';

const LARGEST_SENT_FILE = 50 * 1024 * 1024;
const MAY_BE_DELETED_MS = 48 * 60 * 60 * 1000;

export function sendMessage(world: World, given: Parameters): unknown {
  const chat = world.chatForBot(given.chatId());
  const content = given.formatted();
  const markup = given.markup();
  const where = destination(world, chat, given);
  const html = given.source('text') ?? content.safeHtml;
  return messageJson(world.addMessage(chat, { from: world.bot, content, html, markup, ...where }), world.bot.id);
}

export function sendDocument(world: World, given: Parameters): unknown {
  const chat = world.chatForBot(given.chatId());
  const upload = given.upload('document');
  const known = world.files.get(given.text('document') ?? '');
  if (!upload && !known) throw badRequest('there is no document in the request');
  if (upload && upload.bytes.length === 0) throw badRequest('file must be non-empty');
  if (upload && upload.bytes.length > LARGEST_SENT_FILE) throw badRequest('file is too big');
  const content = given.caption();
  const markup = given.markup();
  const where = destination(world, chat, given);
  const file = upload ? world.addFile({ ...upload, kind: 'document' }) : known;
  const html = given.source('caption') ?? content.safeHtml;
  return messageJson(world.addMessage(chat, { from: world.bot, content, html, markup, file, ...where }), world.bot.id);
}

export function editMessageText(world: World, given: Parameters): unknown {
  const chat = world.chatForBot(given.chatId());
  const content = given.formatted();
  const markup = given.markup();
  const message = ownMessage(world, chat, given);
  if (message.file) throw badRequest('there is no text in the message to edit');
  return change(world, message, content, given.source('text') ?? content.safeHtml, markup);
}

export function editMessageCaption(world: World, given: Parameters): unknown {
  const chat = world.chatForBot(given.chatId());
  const content = given.caption();
  const markup = given.markup();
  const message = ownMessage(world, chat, given);
  if (!message.file) throw badRequest('there is no caption in the message to edit');
  return change(world, message, content, given.source('caption') ?? content.safeHtml, markup);
}

export function editMessageReplyMarkup(world: World, given: Parameters): unknown {
  const chat = world.chatForBot(given.chatId());
  const markup = given.markup();
  const message = ownMessage(world, chat, given);
  return change(world, message, message.content, message.html, markup);
}

function change(
  world: World,
  message: MessageState,
  content: Formatted,
  html: string,
  markup: MessageState['markup'],
): unknown {
  if (sameAs(message.content, content) && JSON.stringify(message.markup) === JSON.stringify(markup)) {
    const words = 'specified new message content and reply markup are exactly the same as a current content';
    throw badRequest(`message is not modified: ${words} and reply markup of the message`);
  }
  message.content = content;
  message.html = html;
  message.markup = markup;
  message.edits += 1;
  message.editedAt = world.clock.now();
  return messageJson(message, world.bot.id);
}

const sameAs = (a: Formatted, b: Formatted) =>
  a.text === b.text && JSON.stringify(a.entities) === JSON.stringify(b.entities);

function ownMessage(world: World, chat: ChatState, given: Parameters): MessageState {
  const message = chat.messages.get(given.integer('message_id') ?? 0);
  if (!message) throw badRequest('message to edit not found');
  if (message.from.id !== world.bot.id || message.service || message.markup?.force_reply === true) {
    throw badRequest("message can't be edited");
  }
  return message;
}

export function deleteMessage(world: World, given: Parameters): true {
  const chat = world.chatForBot(given.chatId());
  const message = chat.messages.get(given.integer('message_id') ?? 0);
  if (!message) throw badRequest('message to delete not found');
  const isOwn = message.from.id === world.bot.id;
  const isOld = world.clock.now() - message.at >= MAY_BE_DELETED_MS;
  const mayDelete = chat.type === 'private' ? !isOld : world.mayBot(chat, 'can_delete_messages') || (isOwn && !isOld);
  if (!mayDelete || chat.topics.has(message.id)) throw badRequest("message can't be deleted");
  chat.messages.delete(message.id);
  return true;
}

export function answerCallbackQuery(world: World, given: Parameters): true {
  const id = given.text('callback_query_id') ?? '';
  const press = world.presses.get(id);
  const text = given.text('text');
  if (text !== undefined && text.length > 200) throw badRequest('MESSAGE_TOO_LONG');
  world.presses.delete(id);
  // People do not wait faster because a test's clock is fast.
  if (!press || Date.now() - press.at > PRESS_ANSWER_MS) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  }
  press.answer({ ...(text && { text }), ...(given.flag('show_alert') && { show_alert: true }) });
  return true;
}

export function pinChatMessage(world: World, given: Parameters): true {
  const { chat, message } = toPin(world, given, 'pin');
  if (!message) throw badRequest('message to pin not found');
  if (message.isPinned) return true;
  message.isPinned = true;
  if (chat.type === 'private') return true;
  const service = { pinned_message: messageJson(message, world.bot.id, true) };
  world.addMessage(chat, { from: world.bot, topicId: message.topicId, service });
  return true;
}

export function unpinChatMessage(world: World, given: Parameters): true {
  const { chat, message } = toPin(world, given, 'unpin');
  const pinned = [...chat.messages.values()].filter((each) => each.isPinned);
  const target = given.text('message_id') === undefined ? pinned.at(-1) : message;
  if (!target) throw badRequest('message to unpin not found');
  target.isPinned = false;
  return true;
}

function toPin(world: World, given: Parameters, verb: string) {
  const chat = world.chatForBot(given.chatId());
  if (!world.mayBot(chat, 'can_pin_messages'))
    throw badRequest(`not enough rights to manage pinned messages in the chat`);
  const message = chat.messages.get(given.integer('message_id') ?? 0);
  if (message?.service) throw badRequest(`message can't be ${verb}ned`);
  return { chat, message };
}

export function sendChatAction(world: World, given: Parameters): true {
  const chat = world.chatForBot(given.chatId());
  if (!/^(typing|(upload|record)_\w+|choose_sticker|find_location)$/.test(given.text('action') ?? '')) {
    throw badRequest('wrong parameter action in request');
  }
  destination(world, chat, given);
  return true;
}

/** The topic and the message that something new belongs to. */
function destination(world: World, chat: ChatState, given: Parameters) {
  const replyTo = answered(chat, given);
  const named = given.integer('message_thread_id');
  const topicId = named ?? replyTo?.topicId;
  if (named !== undefined && !chat.topics.has(named)) throw badRequest('message thread not found');
  const topic = chat.topics.get(topicId ?? 0);
  if (topic?.isClosed === true && !world.mayBot(chat, 'can_manage_topics')) throw badRequest('TOPIC_CLOSED');
  return { topicId, replyTo: replyTo?.id };
}

function answered(chat: ChatState, given: Parameters): MessageState | undefined {
  const reply = given.object('reply_parameters') as Record<string, unknown> | undefined;
  const id = reply ? Number(reply['message_id']) : given.integer('reply_to_message_id');
  if (id === undefined) return undefined;
  const message = chat.messages.get(id);
  const isOptional = reply ? reply['allow_sending_without_reply'] === true : given.flag('allow_sending_without_reply');
  if (!message && !isOptional) throw badRequest('message to be replied not found');
  return message;
}
