import { Client, Connection } from '@temporalio/client';
import { connectDriver } from '../database.ts';
import { note, type Figure } from '../figure.ts';
import { startReferenceWorker } from '../reference/process.ts';
import { withStack } from '../temporary-stack.ts';
import { commandFigures, historyFigures, throughputFigures } from './figures.ts';
import { historySizeOf } from './history-size.ts';
import { ourLives } from './ours.ts';
import { interleave, runBlock, type Level, type Round, type Sides } from './rounds.ts';
import { referenceLives } from './theirs.ts';

const LEVELS: readonly Level[] = [
  { atOnce: 1, lives: 8, rounds: 9, budgetMs: 55_000 },
  { atOnce: 8, lives: 32, rounds: 6, budgetMs: 55_000 },
  { atOnce: 32, lives: 64, rounds: 6, budgetMs: 50_000 },
];
const WARM_UP_LIVES = 16;

/** A task's whole life, against the same steps written directly on Temporal and MongoDB. */
export async function* benchLifecycle(): AsyncGenerator<Figure> {
  yield* await withStack(async (stack, dataDir) => {
    const worker = await startReferenceWorker(stack, dataDir);
    const connection = await Connection.connect({ address: stack.temporalAddress });
    const driver = await connectDriver(stack.mongodbUri);
    try {
      const client = new Client({ connection });
      const documents = driver.db('reference');
      const sides: Sides = {
        ours: ourLives(client, driver.db()),
        reference: referenceLives(client, documents),
        local: referenceLives(client, documents, { durable: false }),
      };
      const lean = referenceLives(client, documents, { lean: true });
      return [
        ...(await throughput(sides)),
        ...historyFigures({
          ours: await historySizeOf(client, sides.ours, 900_001),
          reference: await historySizeOf(client, sides.reference, 900_002),
          local: await historySizeOf(client, sides.local, 900_003),
          lean: await historySizeOf(client, lean, 900_004),
        }),
      ];
    } finally {
      await driver.close();
      await connection.close();
      await worker.stop();
    }
  });
}

async function throughput(sides: Sides): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const side of Object.values(sides)) await runBlock(side, WARM_UP_LIVES, 4);
  for (const level of LEVELS) {
    const rounds: Round[] = [];
    for await (const round of interleave(sides, level)) {
      rounds.push(round);
      note(`${level.atOnce} at once: ${ratesOf(round)} lives/s`);
    }
    figures.push(...throughputFigures(level.atOnce, rounds));
    if (level.atOnce === 1) figures.push(...commandFigures(rounds));
  }
  return figures;
}

const ratesOf = (round: Round): string =>
  Object.entries(round)
    .map(([side, { livesPerSecond }]) => `${side} ${livesPerSecond.toFixed(2)}`)
    .join(', ');
