import { ulid } from 'ulid';
import { NOTHING, type Amounts } from '../domain/budget/amounts.ts';
import { withDatabase } from '../local/mongodb-uri.ts';
import { startServers } from '../local/servers.ts';
import { createStore, type Store } from '../store/store.ts';
import { connectDriver, type Db } from './database.ts';
import { compared, note, ratio, type Figure } from './figure.ts';
import { median } from './statistics.ts';
import { withoutForeignServers, withTemporaryFolder } from './temporary-stack.ts';
import { timed } from './timing.ts';

const CALLERS = 32;
const RESERVATIONS_EACH = 12;
const ROUNDS = 8;

const ASKED: Amounts = { micros: 1, tokens: 1, seconds: 1 };
const LIMIT: Amounts = { micros: 1e12, tokens: 1e12, seconds: 1e12 };

type Samples = Record<'contended' | 'spread' | 'plainContended' | 'plainSpread', number[]>;

/**
 * Reservations a second: each is set aside within limits and settled, by 32 callers at the same moment, on one account
 * and on an account each. The reference is two plain increments of a document by the driver.
 */
export async function* benchBudgets(): AsyncGenerator<Figure> {
  yield* await withTemporaryFolder(async (dataDir) => {
    withoutForeignServers();
    const servers = await startServers({ dataDir, quiet: true });
    const uri = withDatabase(servers.mongodbUri, 'bench-budgets');
    const store = createStore(uri, 'bench-budgets');
    const client = await connectDriver(uri);
    try {
      await store.connect();
      return figuresOf(await sample(store, client.db()));
    } finally {
      await client.close();
      await store.close();
      await servers.stop();
    }
  });
}

/** In turns, so that both sides see the same machine; the first round warms up. */
async function sample(store: Store, db: Db): Promise<Samples> {
  const samples: Samples = { contended: [], spread: [], plainContended: [], plainSpread: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    const taken = {
      contended: await rate(reserving(store), 'SAME'),
      plainContended: await rate(incrementing(db), 'SAME'),
      spread: await rate(reserving(store), 'OWN'),
      plainSpread: await rate(incrementing(db), 'OWN'),
    };
    if (round === 0) continue;
    for (const name of Object.keys(samples) as (keyof Samples)[]) samples[name].push(taken[name]);
    note(`round ${round} of ${ROUNDS}`);
  }
  return samples;
}

type Reservation = (document: string) => Promise<unknown>;

/** Reservations a second of all callers together. */
async function rate(reservation: Reservation, whose: 'SAME' | 'OWN'): Promise<number> {
  const shared = ulid();
  const documents = Array.from({ length: CALLERS }, () => (whose === 'SAME' ? shared : ulid()));
  for (const document of new Set(documents)) await reservation(document);
  const milliseconds = await timed(() =>
    Promise.all(
      documents.map(async (document) => {
        for (let count = 0; count < RESERVATIONS_EACH; count++) await reservation(document);
      }),
    ),
  );
  return (CALLERS * RESERVATIONS_EACH * 1000) / milliseconds;
}

const reserving =
  ({ budgets }: Store): Reservation =>
  async (id) => {
    const run = ulid();
    await budgets.reserve({ id, projectId: 'bench' }, LIMIT, run, ASKED);
    await budgets.settle(id, run, ASKED, NOTHING);
  };

const incrementing =
  (db: Db): Reservation =>
  async (id) => {
    for (const micros of [1, -1]) {
      await db.collection('plain').updateOne({ _id: id as never }, { $inc: { micros } }, { upsert: true });
    }
  };

function figuresOf({ contended, spread, plainContended, plainSpread }: Samples): Figure[] {
  const [one, own] = [median(contended), median(spread)];
  const [plainOne, plainOwn] = [median(plainContended), median(plainSpread)];
  return [
    compared('budgets.reserve_rate_contended', one, plainOne, 'reservations/s'),
    ratio('budgets.reserve_ratio_contended', one, plainOne, 'reservations/s'),
    compared('budgets.reserve_rate_spread', own, plainOwn, 'reservations/s'),
    ratio('budgets.reserve_ratio_spread', own, plainOwn, 'reservations/s'),
  ];
}
