/** Cuts a stream of text into lines, in bounded memory. */
export class LineReader {
  readonly #limit: number;
  readonly #onLine: (line: string, isCut: boolean) => void;
  #parts: string[] = [];
  #length = 0;
  #isCut = false;

  /**
   * @param limit of a line, in characters; what is longer comes cut
   * @param onLine gets each line that is not empty
   */
  constructor(limit: number, onLine: (line: string, isCut: boolean) => void) {
    this.#limit = limit;
    this.#onLine = onLine;
  }

  append(text: string): void {
    let start = 0;
    for (;;) {
      const end = text.indexOf('\n', start);
      if (end < 0) break;
      this.#keep(text.slice(start, end));
      this.end();
      start = end + 1;
    }
    this.#keep(text.slice(start));
  }

  /** Gives out what has no line end yet. */
  end(): void {
    const line = this.#parts.join('').replace(/\r$/, '');
    const isCut = this.#isCut;
    this.#parts = [];
    this.#length = 0;
    this.#isCut = false;
    if (line !== '') this.#onLine(line, isCut);
  }

  #keep(text: string): void {
    const kept = text.slice(0, this.#limit - this.#length);
    this.#isCut ||= kept.length < text.length;
    if (kept === '') return;
    this.#parts.push(kept);
    this.#length += kept.length;
  }
}
