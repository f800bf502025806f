/**
 * Builds what is out of date: the server (tsc), the workflow bundle and the UI.
 * Silent when there is nothing to do, so that it can run in front of every command.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const root = import.meta.dirname;

/** What a browser may have to load before the first page shows: gzipped JavaScript, in kB of 1,024 bytes. */
const FIRST_LOAD_KB = 200;

function run(command, args, cwd = root) {
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}

/** Newest modification time below `path`, in milliseconds; generated folders are left out. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path)
    .filter((name) => name !== 'node_modules' && name !== 'dist')
    .reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}

const isStale = (output, inputs) =>
  !existsSync(join(root, output)) ||
  statSync(join(root, output)).mtimeMs < Math.max(...inputs.map((input) => newest(join(root, input))));

/** Leaves a brotli file beside each asset: what is compressed once and well is sent small and at once. */
function compressAssets(folder) {
  for (const name of readdirSync(folder).filter((file) => /\.(js|css|svg)$/.test(file))) {
    const path = join(folder, name);
    writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)));
  }
}

/** Fails when a page has grown into what everybody loads first: load it lazily (ui/src/router.tsx). */
function checkFirstLoad(folder) {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const scripts = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path]) => join(folder, path));
  const size = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0) / 1024;
  if (size <= FIRST_LOAD_KB) return;
  rmSync(join(folder, 'index.html'));
  process.stderr.write(
    `The first load is ${size.toFixed(1)} kB of gzipped JavaScript, and may be ${FIRST_LOAD_KB} kB.\n`,
  );
  process.exit(1);
}

run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--build']);

if (isStale('dist/workflow-bundle.js', ['workflows', 'domain'])) {
  run(process.execPath, [join(root, 'dist/workers/build-workflow-bundle.js')]);
}
if (isStale('ui/dist/index.html', ['ui', 'domain', 'operations/schemas'])) {
  run(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], join(root, 'ui'));
  checkFirstLoad(join(root, 'ui/dist'));
  compressAssets(join(root, 'ui/dist/assets'));
}
