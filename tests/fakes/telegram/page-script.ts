/** Everything is put into the page as text, but for the formatting, which the server has made from allowed tags. */
export const SCRIPT = String.raw`
'use strict';
const byId = (id) => document.getElementById(id);
let state = { users: [], chats: [] };
let shown = '';
let place;
let replyTo;
const seen = new Map();

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const chatOf = ({ chatId }) => state.chats.find((chat) => chat.id === chatId);
const keyOf = ({ chatId, topicId }) => chatId + ' ' + (topicId ?? '');
const topicOf = (where) => chatOf(where)?.topics.find((topic) => topic.id === where.topicId);
const messagesOf = (where) =>
  (chatOf(where)?.messages ?? []).filter((message) => !chatOf(where).isForum || message.topicId === where.topicId);

function toast(words) {
  byId('toast').textContent = words;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (byId('toast').textContent = ''), 4000);
}

async function act(what) {
  try {
    const response = await fetch('/sandbox/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...what, userId: Number(byId('user').value) }),
    });
    const { result, error } = await response.json();
    if (error) toast(error);
    await refresh();
    return error ? undefined : { result };
  } catch {
    toast('The stand-in does not answer.');
  }
}

async function press(message, text) {
  const answer = await act({ do: 'press', chatId: message.chatId, messageId: message.id, text });
  if (!answer) return;
  if (answer.result === null) return toast('The bot did not answer.');
  if (!answer.result.text) return;
  if (!answer.result.show_alert) return toast(answer.result.text);
  byId('alert-text').textContent = answer.result.text;
  byId('alert').showModal();
}

function placeButton(where, name) {
  const last = messagesOf(where).at(-1)?.id ?? 0;
  const isHere = place && keyOf(where) === keyOf(place);
  if (!seen.has(keyOf(where))) seen.set(keyOf(where), 0);
  if (isHere) seen.set(keyOf(where), last);
  const fresh = messagesOf(where).filter((message) => message.id > seen.get(keyOf(where)) && !message.service).length;
  const button = element('button', { type: 'button' }, element('span', { textContent: name }));
  button.dataset.key = 'place ' + keyOf(where);
  if (isHere) button.setAttribute('aria-current', 'true');
  if (fresh > 0) button.append(element('span', { className: 'count', textContent: fresh }));
  button.onclick = () => {
    place = where;
    setReply(undefined);
    byId('app').classList.add('inside');
    render(true);
  };
  return button;
}

function renderPlaces() {
  const parts = [];
  for (const chat of state.chats.filter((each) => each.type !== 'private')) {
    parts.push(element('h2', { textContent: chat.title }));
    parts.push(placeButton({ chatId: chat.id }, chat.isForum ? 'General' : 'Messages'));
    for (const topic of chat.topics) {
      parts.push(placeButton({ chatId: chat.id, topicId: topic.id }, (topic.isClosed ? '🔒 ' : '# ') + topic.name));
    }
  }
  parts.push(element('h2', { textContent: 'Private chats with the bot' }));
  for (const chat of state.chats.filter((each) => each.type === 'private')) {
    parts.push(placeButton({ chatId: chat.id }, chat.title));
  }
  byId('places').replaceChildren(...parts);
}

function setReply(message) {
  replyTo = message?.id;
  byId('reply').hidden = !message;
  byId('reply-text').textContent = message ? 'Reply to ' + message.from.first_name + ': ' + message.text.slice(0, 60) : '';
  if (message) byId('text').focus();
}

function quoteOf(message) {
  const quoted = chatOf(place).messages.find((each) => each.id === message.replyTo);
  return quoted ? quoted.text || quoted.service || quoted.file?.name : 'a deleted message';
}

function bubble(message) {
  const parts = [element('div', { className: 'who', textContent: message.from.first_name })];
  if (message.replyTo) parts.push(element('div', { className: 'quote', textContent: quoteOf(message) }));
  if (message.file) {
    const { name, size, text } = message.file;
    const summary = element('summary', { textContent: '📄 ' + name + ' (' + size + ' bytes)' });
    parts.push(element('details', {}, summary, element('pre', { textContent: text ?? 'This is no text.' })));
  }
  parts.push(element('div', { className: 'body', innerHTML: message.html }));
  const at = new Date(message.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const reply = element('button', { type: 'button', textContent: 'Reply', onclick: () => setReply(message) });
  reply.dataset.key = 'reply ' + message.id;
  const meta = [message.isPinned && '📌 pinned', message.edits > 0 && 'edited', at].filter(Boolean).join(' · ');
  parts.push(element('div', { className: 'meta' }, reply, element('span', { textContent: meta })));
  return element('div', { className: 'bubble' }, ...parts);
}

function keys(message, row, number) {
  const buttons = row.map(({ text, url }, index) => {
    if (url && /^https?:/.test(url)) {
      return element('a', { href: url, target: '_blank', rel: 'noreferrer noopener', textContent: text + ' ↗' });
    }
    const button = element('button', { type: 'button', textContent: text, onclick: () => press(message, text) });
    button.dataset.key = ['key', message.id, number, index].join(' ');
    return button;
  });
  return element('div', { className: 'keys' }, ...buttons);
}

function messageNode(message) {
  if (message.service) return element('div', { className: 'service', textContent: message.service });
  const rows = message.buttons.map((row, number) => keys(message, row, number));
  return element('article', { className: message.isBot ? 'message bot' : 'message' }, bubble(message), ...rows);
}

function renderTopicActs(topic) {
  const acts = !topic ? [] : [[topic.isClosed ? 'Reopen' : 'Close', topic.isClosed ? 'reopenTopic' : 'closeTopic'], ['Delete', 'deleteTopic']];
  byId('topic-acts').replaceChildren(
    ...acts.map(([textContent, what]) => element('button', { type: 'button', textContent, onclick: () => act({ do: what, ...place }) })),
  );
}

function render(toEnd) {
  const focused = document.activeElement?.dataset?.key;
  const list = byId('messages');
  const atEnd = toEnd || list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const scrolled = list.scrollTop;
  const open = new Set([...list.querySelectorAll('details[open] summary')].map((each) => each.textContent));
  if (!place || !chatOf(place) || (place.topicId !== undefined && !topicOf(place))) {
    place = { chatId: state.chats.find((chat) => chat.type !== 'private')?.id ?? state.chats[0]?.id };
  }
  const chat = chatOf(place);
  renderPlaces();
  if (!chat) return;
  const topic = topicOf(place);
  byId('title').textContent = (chat.isForum ? (topic?.name ?? 'General') + ' · ' : '') + chat.title;
  renderTopicActs(topic);
  const nodes = messagesOf(place).map(messageNode);
  if (nodes.length === 0) nodes.push(element('div', { className: 'service', textContent: 'Nothing here yet. Write to the bot, such as /start' }));
  list.replaceChildren(...nodes);
  for (const each of list.querySelectorAll('summary')) each.parentElement.open = open.has(each.textContent);
  list.scrollTop = atEnd ? list.scrollHeight : scrolled;
  const isPrivate = chat.type === 'private';
  if (isPrivate) byId('user').value = chat.id;
  byId('user').disabled = isPrivate;
  if (focused) [...document.querySelectorAll('[data-key]')].find((each) => each.dataset.key === focused)?.focus({ preventScroll: true });
}

async function refresh() {
  const text = await (await fetch('/sandbox/state')).text();
  if (text === shown) return;
  const isFirst = shown === '';
  shown = text;
  state = JSON.parse(text);
  const user = byId('user').value;
  byId('user').replaceChildren(...state.users.map(({ id, first_name }) => element('option', { value: id, textContent: first_name })));
  if (user) byId('user').value = user;
  render(isFirst);
}

async function poll() {
  await refresh().catch(() => toast('The stand-in does not answer.'));
  setTimeout(poll, 1000);
}

byId('form').onsubmit = async (event) => {
  event.preventDefault();
  const text = byId('text').value.trim();
  if (text === '') return;
  if (!(await act({ do: 'say', ...place, text, replyTo }))) return;
  byId('text').value = '';
  setReply(undefined);
  byId('messages').scrollTop = byId('messages').scrollHeight;
};
byId('text').onkeydown = (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId('form').requestSubmit();
  }
};
byId('file').onchange = async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  const reader = new FileReader();
  reader.onload = () => act({ do: 'sendFile', ...place, name: file.name, type: file.type || 'application/octet-stream', base64: reader.result.split(',')[1] ?? '' });
  reader.readAsDataURL(file);
  event.target.value = '';
};
byId('no-reply').onclick = () => setReply(undefined);
byId('back').onclick = () => byId('app').classList.remove('inside');
void poll();
`;
