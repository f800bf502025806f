import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withDatabase } from '../local/mongodb-uri.ts';

/** From one look to the next, in milliseconds: soon at first, then less often, since looking costs what is waited for. */
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 250;

/** Address of the Temporal server that tests/run.mjs started. */
export const testTemporalAddress = () => required('TEST_TEMPORAL_ADDRESS');

/** Address of a database that nobody else uses, on the server that tests/run.mjs started. */
export function uniqueMongodbUri(prefix = 'test'): string {
  return withDatabase(required('TEST_MONGODB_URI'), uniqueName(prefix));
}

/** A name that no other test has, for databases, task queues and the like. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(5).toString('hex')}`;
}

/** A new folder and how to remove it; tests/run.mjs removes those that an interrupted test leaves. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(process.env['TEST_FOLDER'] ?? tmpdir(), 'mission-control-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Asks again until `probe` neither throws nor answers undefined or false; then answers what it answered. */
export async function eventually<T>(
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.25, LONGEST_PAUSE_MS)) {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) return answer;
      if (Date.now() > deadline) throw new Error(`Nothing came of it within ${timeoutMs} ms.`);
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await sleep(pause);
  }
}

function required(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: run the tests with \`npm test\`.`);
  return value;
}
