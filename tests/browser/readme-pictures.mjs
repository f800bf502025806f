/**
 * Takes the pictures of the README anew: `node tests/browser/readme-pictures.mjs`.
 * They are those that the tests of the pages take of a running Mission Control.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const MOST_BYTES = 300_000;
const root = resolve(import.meta.dirname, '../..');

/** Name in docs/images, and what the test calls it. */
const PICTURES = {
  'board.png': 'desktop-light-task.png',
  'inbox.png': 'desktop-light-inbox.png',
  'costs.png': 'desktop-light-costs.png',
  'phone.png': 'phone-dark-board.png',
};

const { status } = spawnSync(process.execPath, ['tests/run.mjs', 'tests/browser/pages.test.ts'], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);
mkdirSync(join(root, 'docs/images'), { recursive: true });
for (const [name, taken] of Object.entries(PICTURES)) {
  const from = join(root, 'tests/screenshots', taken);
  if (statSync(from).size > MOST_BYTES) throw new Error(`${from} is larger than ${MOST_BYTES} bytes`);
  const picture = join(root, 'docs/images', name);
  copyFileSync(from, picture);
  process.stdout.write(`${picture}\n`);
}
