import { badRequest } from './errors.ts';
import { isLink, parseHtml, plain, type Formatted } from './html.ts';
import type { Button, Json, Markup } from './model.ts';

export interface Upload {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;
const MOST_BUTTONS = 100;

/** What a call came with: numbers and objects may be written as text. */
export class Parameters {
  readonly values: Json;
  readonly #files: ReadonlyMap<string, Upload>;

  constructor(values: Json, files: ReadonlyMap<string, Upload> = new Map()) {
    this.values = values;
    this.#files = files;
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' ? value : undefined;
  }

  integer(name: string): number | undefined {
    const text = this.text(name);
    return text !== undefined && /^-?\d{1,16}$/.test(text) ? Number(text) : undefined;
  }

  flag(name: string): boolean {
    const value = this.values[name];
    return value === true || value === 1 || (typeof value === 'string' && ['true', 'yes', '1'].includes(value));
  }

  object(name: string): unknown {
    const value = this.values[name];
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      throw badRequest(`can't parse ${name} JSON object`);
    }
  }

  upload(name: string): Upload | undefined {
    const attached = /^attach:\/\/(.+)$/.exec(this.text(name) ?? '')?.[1];
    return this.#files.get(attached ?? name);
  }

  /** For the record. */
  toJson(): Json {
    const files = [...this.#files].map(([name, { name: filename, bytes }]) => [name, { filename, size: bytes.length }]);
    return { ...this.values, ...(Object.fromEntries(files) as Json) };
  }

  chatId(): number {
    const text = this.text('chat_id') ?? '';
    if (text === '') throw badRequest('chat_id is empty');
    return this.integer('chat_id') ?? 0;
  }

  /** The text of a message, with its formatting. */
  formatted(): Formatted {
    const found = this.#parsed('text');
    if (found.text === '') throw badRequest('message text is empty');
    if (found.text.length > LONGEST_TEXT) throw badRequest('message is too long');
    return found;
  }

  caption(): Formatted {
    const found = this.#parsed('caption');
    if (found.text.length > LONGEST_CAPTION) throw badRequest('message caption is too long');
    return found;
  }

  source(name: 'text' | 'caption'): string | undefined {
    return this.#isHtml() ? this.text(name) : undefined;
  }

  #isHtml(): boolean {
    const mode = (this.text('parse_mode') ?? '').toLowerCase();
    if (mode !== '' && mode !== 'html') throw badRequest('unsupported parse_mode');
    return mode === 'html';
  }

  #parsed(name: 'text' | 'caption'): Formatted {
    const source = this.text(name) ?? '';
    return this.#isHtml() ? parseHtml(source) : plain(source);
  }

  /** @returns nothing where there are no buttons, as in a message that never had any. */
  markup(): Markup | undefined {
    const markup = this.object('reply_markup') as Markup | undefined;
    if (markup === undefined || markup === null) return undefined;
    if (typeof markup !== 'object') throw badRequest('object expected as reply markup');
    if (markup.inline_keyboard === undefined) return markup;
    if (!Array.isArray(markup.inline_keyboard) || !markup.inline_keyboard.every((row) => Array.isArray(row))) {
      throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup should be an Array of Arrays');
    }
    const rows = markup.inline_keyboard.filter((row) => row.length > 0);
    if (rows.flat().length > MOST_BUTTONS) throw badRequest('reply markup is too long');
    for (const button of rows.flat()) checkButton(button);
    return rows.length === 0 ? undefined : { inline_keyboard: rows };
  }
}

function checkButton({ text, callback_data: data, url }: Button): void {
  if (typeof text !== 'string' || text.trim() === '') throw badRequest('inline keyboard button text must be non-empty');
  if (typeof data === 'string') {
    const bytes = Buffer.byteLength(data);
    if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
    return;
  }
  if (typeof url !== 'string')
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  if (!isLink(url)) throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
}
