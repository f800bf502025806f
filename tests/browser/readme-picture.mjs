/**
 * Takes the picture of the README anew: `node tests/browser/readme-picture.mjs`.
 * It is the one that the tests of the pages take of a task in review.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const MOST_BYTES = 300_000;
const root = resolve(import.meta.dirname, '../..');
const taken = join(root, 'tests/screenshots/desktop-light-task.png');
const picture = join(root, 'docs/images/board.png');

const { status } = spawnSync(process.execPath, ['tests/run.mjs', 'tests/browser/pages.test.ts'], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);
if (statSync(taken).size > MOST_BYTES) throw new Error(`${taken} is larger than ${MOST_BYTES} bytes`);
mkdirSync(join(root, 'docs/images'), { recursive: true });
copyFileSync(taken, picture);
process.stdout.write(`${picture}\n`);
