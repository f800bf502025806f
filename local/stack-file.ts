import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { DataFolder } from './data-folder.ts';
import { isRunning } from './processes/identity.ts';
import { lockHolder } from './processes/lock.ts';

/** Where a running local stack can be reached. */
export interface StackAddresses {
  /** Base address of the API and the UI. */
  readonly url: string;
  readonly temporalAddress: string;
  readonly temporalUiUrl?: string | undefined;
  readonly mongodbUri: string;
}

/** Notes the addresses for other commands; whole or absent. */
export function writeStackFile(folder: DataFolder, addresses: StackAddresses): void {
  const partial = `${folder.stackFile}.partial`;
  writeFileSync(partial, `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 });
  renameSync(partial, folder.stackFile);
}

/** Forgets the addresses of a stack that is being stopped. */
export function removeStackFile(folder: DataFolder): void {
  rmSync(folder.stackFile, { force: true });
}

/** The stack that serves this data folder now; undefined when none does or it is still starting. */
export function readRunningStack(folder: DataFolder): StackAddresses | undefined {
  if (!isServed(folder) || !existsSync(folder.stackFile)) return undefined;
  return JSON.parse(readFileSync(folder.stackFile, 'utf8')) as StackAddresses;
}

/** Whether a running process serves this data folder. */
export function isServed(folder: DataFolder): boolean {
  const holder = lockHolder(folder.lockFile);
  return holder !== undefined && isRunning(holder);
}
