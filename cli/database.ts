import { LocalStackError } from '../local/errors.ts';
import { findRunningStack } from './connection.ts';
import { reportFailure } from './failure.ts';

/** How long MongoDB gets to answer, in milliseconds. */
const PATIENCE_MS = 20_000;

/** MONGODB_URI, else the database of the local stack that serves `dataDir`. @param purpose for the message without either. */
export function requireDatabase(dataDir: string, purpose: string): string {
  const uri = process.env['MONGODB_URI'] || findRunningStack(dataDir)?.addresses.mongodbUri;
  if (uri) return uri;
  throw new LocalStackError(
    `No database to ${purpose}: set MONGODB_URI, or start a stack with \`mission-control up\`.`,
  );
}

/** The store waits for its server for ever; a person does not. */
export async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  const away = new LocalStackError(`MongoDB does not answer within ${PATIENCE_MS / 1000} s: check MONGODB_URI.`);
  const timer = setTimeout(() => process.exit(reportFailure(away)), PATIENCE_MS);
  return await work.finally(() => clearTimeout(timer));
}
