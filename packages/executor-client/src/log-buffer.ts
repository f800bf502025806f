import { MAX_LOG_BYTES } from './protocol.ts';

/** More than this waits for nobody: an executor that prints faster than it may send loses the oldest output. */
const MAX_WAITING_CHARACTERS = 64 * 1024;

/** Output on its way to the heartbeats: bounded, oldest dropped first, and saying so. */
export class LogBuffer {
  #waiting = '';
  #dropped = 0;

  get isEmpty(): boolean {
    return this.#waiting === '';
  }

  append(text: string): void {
    this.#waiting += text;
    const excess = this.#waiting.length - MAX_WAITING_CHARACTERS;
    if (excess <= 0) return;
    this.#waiting = this.#waiting.slice(excess);
    this.#dropped += excess;
  }

  /** Removes and returns the next piece, at most `MAX_LOG_BYTES` of UTF-8 and never half a character. */
  take(): string {
    if (this.#dropped > 0) {
      this.#waiting = `[... ${this.#dropped} characters left out ...]\n${this.#waiting}`;
      this.#dropped = 0;
    }
    const { read } = new TextEncoder().encodeInto(this.#waiting, new Uint8Array(MAX_LOG_BYTES));
    const piece = this.#waiting.slice(0, read);
    this.#waiting = this.#waiting.slice(read);
    return piece;
  }
}
