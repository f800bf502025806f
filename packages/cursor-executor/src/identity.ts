import { createHmac } from 'node:crypto';

/**
 * Makes names that are the same for every executor with this key, and of nobody else: task keys and executions are
 * numbered anew in each Mission Control, while a Cursor account and a folder may serve several.
 */
export class Identity {
  readonly #key: string;

  /** @param key the executor's API key; nothing that comes out tells it */
  constructor(key: string) {
    this.#key = key;
  }

  /** 64 hexadecimal digits. */
  digest(purpose: string, name: string): string {
    return createHmac('sha256', this.#key).update(`cursor-executor/${purpose}/${name}`).digest('hex');
  }

  /** In the form of a random UUID (version 4). */
  uuid(purpose: string, name: string): string {
    const digits = this.digest(purpose, name);
    const variant = '89ab'[Number.parseInt(digits[16] ?? '0', 16) % 4];
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(13, 16)}`,
      `${variant}${digits.slice(17, 20)}`,
      digits.slice(20, 32),
    ].join('-');
  }
}
