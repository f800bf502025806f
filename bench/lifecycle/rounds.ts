import { liveOnce, type Lives } from './life.ts';

/** What one side did in one block. */
export interface Block {
  readonly livesPerSecond: number;
  /** Of every command, in milliseconds. */
  readonly latencies: readonly number[];
}

export type Side = 'ours' | 'reference' | 'local';
export type Sides = Readonly<Record<Side, Lives>>;

/** One block of each side, close in time. */
export type Round = Readonly<Record<Side, Block>>;

export interface Level {
  /** Lives that are under way at the same time. */
  readonly atOnce: number;
  /** Lives in a block. */
  readonly lives: number;
  readonly rounds: number;
  /** No round is begun after this many milliseconds. */
  readonly budgetMs: number;
}

const ORDERS: readonly (readonly Side[])[] = [
  ['ours', 'local', 'reference'],
  ['reference', 'local', 'ours'],
  ['local', 'ours', 'reference'],
];

let lastNumber = 0;

/** The sides one after the other, again and again and in changing order, so that all of them see the same machine. */
export async function* interleave(sides: Sides, { atOnce, lives, rounds, budgetMs }: Level): AsyncGenerator<Round> {
  const deadline = Date.now() + budgetMs;
  for (let index = 0; index < rounds && (index === 0 || Date.now() < deadline); index++) {
    const blocks: Partial<Record<Side, Block>> = {};
    for (const side of ORDERS[index % ORDERS.length] ?? []) blocks[side] = await runBlock(sides[side], lives, atOnce);
    yield blocks as Round;
  }
}

export async function runBlock(lives: Lives, count: number, atOnce: number): Promise<Block> {
  const latencies: number[] = [];
  let remaining = count;
  const startedAt = performance.now();
  const oneAfterTheOther = async () => {
    while (remaining-- > 0) latencies.push(...(await liveOnce(lives(++lastNumber))));
  };
  await Promise.all(Array.from({ length: atOnce }, oneAfterTheOther));
  return { livesPerSecond: (count * 1000) / (performance.now() - startedAt), latencies };
}
