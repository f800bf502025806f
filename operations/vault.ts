import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { OperationError } from './errors.ts';

const CIPHER = 'aes-256-gcm';
const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What was sealed cannot be opened: with another secret than now, or it was changed. */
export class SealError extends OperationError {}

/** Keeps what others have trusted us with, so that the database alone gives nothing of it away. */
export class Vault {
  readonly #key: Buffer;

  /** @param secret MISSION_CONTROL_SECRET: with another one nothing that was sealed can be opened. */
  constructor(secret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'mission-control vault', 32));
  }

  /** AES-256-GCM. @param place what it is for: it opens in no other place. */
  seal(text: string, place: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  }

  /** @throws SealError for what was sealed with another secret, for another place, or was changed. */
  open(sealed: string, place: string): string {
    const [version, data = ''] = sealed.split('.');
    const bytes = Buffer.from(data, 'base64url');
    try {
      if (version !== VERSION) throw new Error(`${version} is not a version that is known`);
      const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      const options = { authTagLength: TAG_BYTES };
      const decipher = createDecipheriv(CIPHER, this.#key, bytes.subarray(0, NONCE_BYTES), options);
      decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
      const opened = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([opened, decipher.final()]).toString('utf8');
    } catch (error) {
      const message = 'a stored secret cannot be read: MISSION_CONTROL_SECRET has changed, enter it again';
      throw new SealError('CONFLICT', message, { cause: error });
    }
  }
}
