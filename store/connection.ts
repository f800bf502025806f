import { setTimeout } from 'node:timers/promises';
import mongoose from 'mongoose';

export type Connection = mongoose.Connection;

/** How long an operation waits for a server before it fails, in milliseconds. */
const SERVER_SELECTION_TIMEOUT_MS = 1_000;

/** Pause between attempts to make the first connection, in milliseconds. */
const RECONNECT_PAUSE_MS = 500;

export const createConnection = (): Connection => mongoose.createConnection();

/**
 * Connects, however long the server takes to come up. After that the driver reconnects by itself; operations
 * fail in the meantime instead of queueing.
 * @param signal gives up, without an error, when the process has no use for the connection any more.
 */
export async function connect(
  connection: Connection,
  { uri, appName, signal }: { uri: string; appName: string; signal: AbortSignal },
): Promise<void> {
  const options = {
    appName,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    serverSelectionTimeoutMS: SERVER_SELECTION_TIMEOUT_MS,
    maxPoolSize: 20,
  };
  await whenAvailable(() => connection.openUri(uri, options), signal);
}

/** Repeats what may be repeated until the server is there for it. @param signal gives up, without an error. */
export async function whenAvailable(work: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!isUnavailable(error)) throw error;
      await setTimeout(RECONNECT_PAUSE_MS);
    }
  }
}

/** @throws while there was no connection yet, as while the server is away */
export function databaseOf({ db }: Connection): mongoose.mongo.Db {
  if (!db) throw new mongoose.mongo.MongoNotConnectedError('the database is not connected');
  return db;
}

const UNAVAILABLE = new Set([
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoTopologyClosedError',
  'MongoWaitQueueTimeoutError',
]);

/** Whether an error says that the database is away, as opposed to having refused something. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (UNAVAILABLE.has(error.name) || isEngineRestarting(error)) return true;
  // mongoose's own word for a connection that was never made, with bufferCommands off
  return error.name === 'MongooseError' && /initial connection|bufferCommands/.test(error.message);
}

const INTERNAL_ERROR = 1;

/** FerretDB answers for itself while the PostgreSQL behind it is away. */
const isEngineRestarting = (error: Error): boolean =>
  error instanceof mongoose.mongo.MongoServerError &&
  error.code === INTERNAL_ERROR &&
  /connect|shutting down|starting up|terminating/i.test(error.message);

const DUPLICATE_KEY = 11_000;

/** Whether a write lost against a unique index: somebody, perhaps an earlier attempt of ours, was first. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoServerError && (error.code === DUPLICATE_KEY || isEngineConflict(error));

/** The embedded engine's findAndModify lets the error of the PostgreSQL behind it through. */
const isEngineConflict = ({ code, message }: mongoose.mongo.MongoServerError): boolean =>
  code === INTERNAL_ERROR && message.includes('violates exclusion constraint');

/** Inserts what is not there yet; documents whose ids are taken stay as they are. */
export async function insertMissing<Document>(
  model: mongoose.Model<Document>,
  documents: readonly Document[],
): Promise<void> {
  if (documents.length === 0) return;
  await despiteDeadlocks(async () => {
    try {
      await model.collection.insertMany(documents as never, { ordered: false });
    } catch (error) {
      const serious = errorsOf(error).find((one) => !isDuplicateKey(one));
      if (serious !== undefined) throw serious;
    }
  });
}

/** What a write of many documents has failed for; such an error speaks of the first alone. */
function errorsOf(error: unknown): unknown[] {
  const writeErrors = error instanceof mongoose.mongo.MongoBulkWriteError ? [error.writeErrors].flat() : [];
  return writeErrors.length > 0 ? writeErrors.map(asServerError) : [error];
}

const asServerError = ({ code, errmsg }: mongoose.mongo.WriteError): mongoose.mongo.MongoServerError =>
  new mongoose.mongo.MongoServerError({ code, message: errmsg ?? '' });

/** Repeats what the embedded engine breaks off because another process is at the same documents or indexes. */
export async function despiteDeadlocks<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isDeadlock(error)) throw error;
      await setTimeout(Math.random() * DEADLOCK_PAUSE_MS);
    }
  }
}

/** Longest pause before trying again, in milliseconds. */
const DEADLOCK_PAUSE_MS = 100;

/** PostgreSQL behind the embedded engine ends one of two that wait for each other. */
const isDeadlock = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoServerError && error.message.includes('deadlock detected');
