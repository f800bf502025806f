/** What an item takes besides its text, about. */
const ITEM = 300;

/** The beginning of what a log tells: short lists are held whole, and of long ones the rest is read when it is told. */
export class Beginning<Item> {
  readonly #items: Item[] = [];
  #left: number;
  #lastSeq = 0;

  /** @param most that is kept, in characters */
  constructor(most: number) {
    this.#left = most;
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  /** Of the last event that something was kept of; undefined when that is all there is. */
  get cutOffAt(): number | undefined {
    return this.#left < 0 ? this.#lastSeq : undefined;
  }

  /** @param size of its text, in characters */
  add(seq: number, item: Item, size: number): void {
    // Once too much, always too much: what is kept has no gaps.
    if (this.#left < 0) return;
    this.#left -= size + ITEM;
    if (this.#left < 0) return;
    this.#items.push(item);
    this.#lastSeq = seq;
  }
}
