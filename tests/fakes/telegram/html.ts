import { badRequest } from './errors.ts';

interface Entity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
}

export interface Formatted {
  readonly text: string;
  readonly entities: readonly Entity[];
  /** Fit to be put in a page. */
  readonly safeHtml: string;
}

interface OpenTag {
  readonly name: string;
  readonly start: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly closing: string;
}

const TYPES: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
  'tg-emoji': 'custom_emoji',
  'tg-time': 'date_time',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
};

const CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const SHOWN_AS_THEY_ARE = new Set(['b', 'strong', 'i', 'em', 'u', 'ins', 's', 'del', 'code', 'pre', 'blockquote']);
const TAG = /<(\/?)([a-z][\w-]*)((?:\s+[\w-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>=]+))?)*)\s*>/iy;
const ATTRIBUTE = /([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>=]+)))?/g;
const CHARACTER = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot));/iy;

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** What somebody wrote without formatting. Telegram marks commands and mentions itself. */
export function plain(source: string): Formatted {
  const text = source.trim();
  const entities: Entity[] = [];
  for (const found of text.matchAll(/(?<=^|\s)(\/[a-z0-9_]{1,32}(?:@\w{3,32})?|@\w{3,32})(?!\w)/gi)) {
    const type = found[0].startsWith('/') ? 'bot_command' : 'mention';
    entities.push({ offset: found.index, length: found[0].length, type });
  }
  return { text, entities, safeHtml: escapeHtml(text) };
}

/** The HTML of the Bot API. Stricter than the real one, which takes a lone & for itself: ours must be escaped. */
export function parseHtml(source: string): Formatted {
  return new Parser(source).parse();
}

class Parser {
  readonly #source: string;
  readonly #open: OpenTag[] = [];
  readonly #entities: Entity[] = [];
  #at = 0;
  #text = '';
  #safe = '';

  constructor(source: string) {
    this.#source = source;
  }

  parse(): Formatted {
    while (this.#at < this.#source.length) {
      const next = this.#source[this.#at]!;
      if (next === '<') this.#tag();
      else if (next === '&') this.#add(this.#character(this.#source, this.#at));
      else this.#add([next, 1]);
    }
    const unclosed = this.#open.at(-1);
    if (unclosed) throw this.#refusal(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
    return this.#trimmed();
  }

  #add([text, length]: readonly [string, number]): void {
    this.#text += text;
    this.#safe += escapeHtml(text);
    this.#at += length;
  }

  #character(source: string, at: number): readonly [string, number] {
    CHARACTER.lastIndex = at;
    const found = CHARACTER.exec(source);
    const [whole, decimal, hexadecimal, name] = found ?? [];
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
    if (whole === undefined || code > 0x10ffff || code === 0) {
      throw this.#refusal(`Unsupported character entity at byte offset ${this.#byteOffset()}`);
    }
    return [name === undefined ? String.fromCodePoint(code) : CHARACTERS[name.toLowerCase()]!, whole.length];
  }

  #tag(): void {
    TAG.lastIndex = this.#at;
    const found = TAG.exec(this.#source);
    if (!found) {
      const rest = this.#source.slice(this.#at + 1);
      const end = rest.indexOf('>');
      const what = end < 0 ? 'Unclosed start tag' : `Unsupported start tag "${rest.slice(0, end).split(/\s/)[0]}"`;
      throw this.#refusal(`${what} at byte offset ${this.#byteOffset()}`);
    }
    const [whole, slash, name, attributes] = found;
    if (slash === '/') this.#close(name!.toLowerCase());
    else this.#start(name!.toLowerCase(), attributes ?? '');
    this.#at += whole.length;
  }

  #start(name: string, given: string): void {
    const where = `at byte offset ${this.#byteOffset()}`;
    if (!Object.hasOwn(TYPES, name)) throw this.#refusal(`Unsupported start tag "${name}" ${where}`);
    const attributes = new Map<string, string>();
    for (const [, key, double, single, bare] of given.matchAll(ATTRIBUTE)) {
      attributes.set(key!.toLowerCase(), this.#decoded(double ?? single ?? bare ?? ''));
    }
    if (name === 'span' && attributes.get('class') !== 'tg-spoiler') {
      throw this.#refusal(`Tag "span" must have class "tg-spoiler" ${where}`);
    }
    const [opening, closing] = shownAs(name, attributes);
    this.#safe += opening;
    this.#open.push({ name, start: this.#text.length, attributes, closing });
  }

  #close(name: string): void {
    const where = `at byte offset ${this.#byteOffset()}`;
    const tag = this.#open.pop();
    if (!tag) throw this.#refusal(`Unexpected end tag ${where}`);
    if (tag.name !== name) {
      throw this.#refusal(`Unmatched end tag ${where}, expected "</${tag.name}>", found "</${name}>"`);
    }
    this.#safe += tag.closing;
    const length = this.#text.length - tag.start;
    const url = tag.attributes.get('href');
    if (length === 0 || (name === 'a' && (url === undefined || !isLink(url)))) return;
    const language = /^language-(.+)$/.exec(tag.attributes.get('class') ?? '')?.[1];
    const outer = this.#open.at(-1);
    if (name === 'code' && outer?.name === 'pre' && language !== undefined) {
      this.#entities.push({ type: 'pre', offset: tag.start, length, language });
      return;
    }
    if (name === 'pre' && this.#entities.some((each) => each.type === 'pre' && each.offset === tag.start)) return;
    this.#entities.push({
      type: TYPES[name]!,
      offset: tag.start,
      length,
      ...(name === 'a' && url !== undefined && { url }),
    });
  }

  #decoded(value: string): string {
    let text = '';
    for (let at = 0; at < value.length;) {
      const [piece, length] = value[at] === '&' ? this.#character(value, at) : [value[at]!, 1];
      text += piece;
      at += length;
    }
    return text;
  }

  #trimmed(): Formatted {
    const removed = this.#text.length - this.#text.trimStart().length;
    const text = this.#text.trim();
    const entities: Entity[] = [];
    for (const entity of this.#entities) {
      const offset = Math.max(0, entity.offset - removed);
      const length = Math.min(text.length, entity.offset - removed + entity.length) - offset;
      if (length > 0) entities.push({ ...entity, offset, length });
    }
    entities.sort((a, b) => a.offset - b.offset || b.length - a.length);
    return { text, entities, safeHtml: this.#safe.trim() };
  }

  #byteOffset(): number {
    return Buffer.byteLength(this.#source.slice(0, this.#at));
  }

  #refusal(words: string): Error {
    return badRequest(`can't parse entities: ${words}`);
  }
}

function shownAs(name: string, attributes: ReadonlyMap<string, string>): readonly [string, string] {
  if (SHOWN_AS_THEY_ARE.has(name)) return [`<${name}>`, `</${name}>`];
  const url = attributes.get('href');
  if (name === 'a' && url !== undefined && isLink(url)) {
    return [`<a href="${escapeHtml(url)}" target="_blank" rel="noreferrer noopener">`, '</a>'];
  }
  if (name === 'strike') return ['<s>', '</s>'];
  return [TYPES[name] === 'spoiler' ? '<span class="spoiler">' : '<span>', '</span>'];
}

/** Telegram makes no links to hosts without a dot, such as localhost. */
export function isLink(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol === 'tg:' || protocol === 'mailto:') return true;
  return (protocol === 'http:' || protocol === 'https:') && hostname.includes('.');
}
