/** The end of a stream of text, bounded; says how much of the beginning is missing. */
export class OutputTail {
  readonly #limit: number;
  #text = '';
  #dropped = 0;

  /** @param limit in characters */
  constructor(limit: number) {
    this.#limit = limit;
  }

  append(text: string): void {
    this.#text += text;
    // Cutting at twice the limit keeps the copying linear.
    if (this.#text.length > 2 * this.#limit) this.#cut();
  }

  toString(): string {
    this.#cut();
    return this.#dropped > 0 ? `[... ${this.#dropped} characters left out ...]\n${this.#text}` : this.#text;
  }

  #cut(): void {
    const excess = this.#text.length - this.#limit;
    if (excess <= 0) return;
    this.#text = this.#text.slice(excess);
    this.#dropped += excess;
  }
}

/** The last `limit` characters of `text`, as `OutputTail` shows them. */
export function tailOf(text: string, limit: number): string {
  const tail = new OutputTail(limit);
  tail.append(text);
  return tail.toString();
}
