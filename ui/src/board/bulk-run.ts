/** What became of one task of many. */
export interface BulkOutcome {
  readonly key: string;
  /** Why it was refused; undefined where it was done. */
  readonly refusal?: string;
}

/** How many commands are under way at once: enough to be quick, few enough to leave the server to others. */
const AT_ONCE = 4;

/** Does one thing to many tasks, each by itself: one that is refused keeps none of the others from being done. */
export async function runForAll<Item extends { readonly key: string }>(
  items: readonly Item[],
  act: (item: Item) => Promise<unknown>,
  onProgress: (done: number) => void = () => undefined,
): Promise<readonly BulkOutcome[]> {
  const outcomes: BulkOutcome[] = [];
  const waiting = items.entries();
  let done = 0;
  async function work(): Promise<void> {
    for (const [at, item] of waiting) {
      outcomes[at] = await outcomeOf(item.key, () => act(item));
      onProgress((done += 1));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcomes;
}

async function outcomeOf(key: string, act: () => Promise<unknown>): Promise<BulkOutcome> {
  try {
    await act();
    return { key };
  } catch (error) {
    return { key, refusal: error instanceof Error ? error.message : String(error) };
  }
}

/** "7 moved, 2 refused" */
export function summaryOf(outcomes: readonly BulkOutcome[], done: string): string {
  const refused = outcomes.filter(({ refusal }) => refusal !== undefined).length;
  const parts = [`${outcomes.length - refused} ${done}`, ...(refused > 0 ? [`${refused} refused`] : [])];
  return parts.join(', ');
}
