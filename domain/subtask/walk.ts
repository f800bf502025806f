/** A walk along links between tasks, a generation at a time, that remembers the way. */
export class Walk {
  readonly #start: string;
  readonly #cameFrom = new Map<string, string>();
  #frontier: readonly string[];

  /** @param firsts where the links of `start` lead. */
  constructor(start: string, firsts: readonly string[]) {
    this.#start = start;
    this.#frontier = this.#enter(start, firsts);
  }

  /** Keys that the walk has come to last, each for the first time; none when it is at its end. */
  get frontier(): readonly string[] {
    return this.#frontier;
  }

  /** How many tasks it has come to. */
  get size(): number {
    return this.#cameFrom.size;
  }

  /** Goes one step on. @param links where those of each key lead; a key without an entry leads nowhere. */
  advance(links: ReadonlyMap<string, readonly string[]>): void {
    this.#frontier = this.#frontier.flatMap((key) => this.#enter(key, links.get(key) ?? []));
  }

  /** The way from the start back to itself, both included, if the walk has found one. */
  get circle(): readonly string[] | undefined {
    if (!this.#cameFrom.has(this.#start)) return undefined;
    const way = [this.#start];
    let key = this.#cameFrom.get(this.#start);
    while (key !== undefined && key !== this.#start) {
      way.unshift(key);
      key = this.#cameFrom.get(key);
    }
    return [this.#start, ...way];
  }

  #enter(from: string, keys: readonly string[]): string[] {
    const fresh = [...new Set(keys)].filter((key) => !this.#cameFrom.has(key));
    for (const key of fresh) this.#cameFrom.set(key, from);
    return fresh;
  }
}
