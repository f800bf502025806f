import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isExecutable } from './on-path.ts';

/** The first executable file anywhere below `folder` whose name is accepted. */
export function findBelow(folder: string, accepts: (name: string) => boolean): string | undefined {
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && accepts(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .find(isExecutable);
}
