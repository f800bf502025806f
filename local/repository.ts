import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder with the root package.json; the same from `local/` (tests) and from `dist/local/` (everything else). */
export const repositoryRoot = folderWithPackage(import.meta.dirname);

function folderWithPackage(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : folderWithPackage(dirname(folder));
}
