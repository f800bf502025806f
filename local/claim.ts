import type { DataFolder } from './data-folder.ts';
import { LocalStackError } from './errors.ts';
import { lockHolder, tryLock } from './processes/lock.ts';
import { stopLeftovers } from './processes/pid-file.ts';
import { readRunningStack, removeStackFile } from './stack-file.ts';

/**
 * Makes this process the only one that serves the data folder, and stops what a killed one left running. Answers how
 * to give it back. Throws LocalStackError, with the address, when another process serves it.
 */
export async function claimDataFolder(folder: DataFolder): Promise<() => void> {
  const release = tryLock(folder.lockFile);
  if (!release) throw alreadyServed(folder);
  removeStackFile(folder);
  await stopLeftovers(folder.run);
  return release;
}

function alreadyServed(folder: DataFolder): LocalStackError {
  const url = readRunningStack(folder)?.url;
  const where = url === undefined ? 'It is still starting.' : `It is at ${url}.`;
  return new LocalStackError(
    `Mission Control already runs on ${folder.path} (process ${lockHolder(folder.lockFile)?.pid ?? 'unknown'}). ${where} Stop it first, or use another folder with --data.`,
  );
}
