import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version of this Mission Control, from the root package.json. */
export const VERSION = versionBeside(import.meta.dirname);

function versionBeside(folder: string): string {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return versionBeside(dirname(folder));
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
