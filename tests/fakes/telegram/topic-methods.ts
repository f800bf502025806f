import { badRequest } from './errors.ts';
import type { ChatState, TopicState } from './model.ts';
import type { Parameters } from './parameters.ts';
import type { World } from './world.ts';

const COLORS = [7_322_096, 16_766_590, 13_338_331, 9_367_192, 16_749_490, 16_478_047];

export function createForumTopic(world: World, given: Parameters): unknown {
  const chat = forum(world, given);
  if (!world.mayBot(chat, 'can_manage_topics')) throw badRequest('not enough rights to create a topic');
  const name = (given.text('name') ?? '').trim();
  if (name === '') throw badRequest('TOPIC_TITLE_EMPTY');
  checkLength(name);
  const color = given.integer('icon_color') ?? COLORS[0]!;
  if (!COLORS.includes(color)) throw badRequest('TOPIC_ICON_COLOR_INVALID');
  const { id } = world.addTopic(chat, world.bot, name, color);
  return { message_thread_id: id, name, icon_color: color };
}

export function editForumTopic(world: World, given: Parameters): true {
  const { chat, topic } = managed(world, given);
  const name = (given.text('name') ?? '').trim();
  checkLength(name);
  if (name === '' && given.text('icon_custom_emoji_id') === undefined) throw badRequest('TOPIC_NOT_MODIFIED');
  if (name === topic.name) throw badRequest('TOPIC_NOT_MODIFIED');
  if (name === '') return true;
  topic.name = name;
  world.addMessage(chat, { from: world.bot, topicId: topic.id, service: { forum_topic_edited: { name } } });
  return true;
}

export const closeForumTopic = (world: World, given: Parameters): true => setClosed(world, given, true);

export const reopenForumTopic = (world: World, given: Parameters): true => setClosed(world, given, false);

function setClosed(world: World, given: Parameters, isClosed: boolean): true {
  const { chat, topic } = managed(world, given);
  if (topic.isClosed === isClosed) throw badRequest('TOPIC_NOT_MODIFIED');
  topic.isClosed = isClosed;
  const service = isClosed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} };
  world.addMessage(chat, { from: world.bot, topicId: topic.id, service });
  return true;
}

export function deleteForumTopic(world: World, given: Parameters): true {
  const chat = forum(world, given);
  if (!world.mayBot(chat, 'can_delete_messages')) throw badRequest('not enough rights to delete a topic');
  world.removeTopic(chat, topicOf(chat, given).id);
  return true;
}

function forum(world: World, given: Parameters): ChatState {
  const chat = world.chatForBot(given.chatId());
  if (!chat.isForum) throw badRequest('the chat is not a forum');
  return chat;
}

function managed(world: World, given: Parameters): { chat: ChatState; topic: TopicState } {
  const chat = forum(world, given);
  const topic = topicOf(chat, given);
  const isOwn = chat.messages.get(topic.id)?.from.id === world.bot.id;
  if (!isOwn && !world.mayBot(chat, 'can_manage_topics')) throw badRequest('not enough rights to manage chat topics');
  return { chat, topic };
}

function topicOf(chat: ChatState, given: Parameters): TopicState {
  const id = given.integer('message_thread_id');
  if (id === undefined || id === 1) throw badRequest('message thread not found');
  const topic = chat.topics.get(id);
  if (!topic) throw badRequest('TOPIC_ID_INVALID');
  return topic;
}

function checkLength(name: string): void {
  if (name.length > 128) throw badRequest('topic name is too long');
}
