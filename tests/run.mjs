/**
 * The tests: `npm test [-- jest arguments]` starts Temporal and a MongoDB engine once and runs everything;
 * `npm run test:quick` runs what needs neither. Files that need servers are named *.integration.test.ts or are in tests/.
 * Files that fail beside others are run once more by themselves, and named. The last line is `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { countResults, withRepeated, worthRepeating } from './results.mjs';

const root = resolve(import.meta.dirname, '..');
const NEEDS_SERVERS = ['\\.integration\\.test\\.ts$', '<rootDir>/tests/'];
const NEEDS_CHROMIUM = '/tests/browser/';

const quick = process.argv.includes('--quick');
const jestArguments = process.argv.slice(2).filter((argument) => argument !== '--quick');

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interruption.abort());

const folder = mkdtempSync(join(tmpdir(), 'mission-control-tests-'));
let stopServers = async () => {};
let results;
try {
  const environment = quick ? {} : await startSurroundings();
  results = await runTests(environment);
} catch (error) {
  process.stderr.write(`${interruption.signal.aborted ? 'Interrupted.' : (error.stack ?? error)}\n`);
  process.exitCode = 1;
} finally {
  await stopServers();
  rmSync(folder, { recursive: true, force: true });
  printSummary(results);
}

/** Starts what the selected tests need. Answers the environment that tells them where it is. */
async function startSurroundings() {
  const { startServers } = await import('../dist/local/servers.js');
  const servers = await startServers({ dataDir: join(folder, 'data'), quiet: true, signal: interruption.signal });
  stopServers = () => servers.stop();
  return {
    TEST_TEMPORAL_ADDRESS: servers.temporalAddress,
    TEST_MONGODB_URI: servers.mongodbUri,
    ...((await includesBrowserTests()) && { CHROMIUM_PATH: await findChromium() }),
  };
}

async function includesBrowserTests() {
  const files = await jest(['--listTests', ...jestArguments], {}, 'pipe');
  return files.output.includes(NEEDS_CHROMIUM);
}

async function findChromium() {
  const { provisionChromium } = await import('../dist/local/provision/chromium.js');
  const { cacheFolder } = await import('../dist/local/provision/cache.js');
  const { terminalProgress } = await import('../dist/local/progress.js');
  const { value } = await provisionChromium({
    environment: process.env,
    cacheFolder: cacheFolder(process.env),
    progress: terminalProgress({ quiet: true }),
    signal: interruption.signal,
  });
  return value;
}

/** Runs what was asked for. What times out because of what ran beside it gets a second chance, which is said. */
async function runTests(environment) {
  const ignored = quick ? ['--testPathIgnorePatterns', '/node_modules/', '/dist/', ...NEEDS_SERVERS] : [];
  const first = await runJest('first', ['--maxWorkers=3', ...jestArguments, ...ignored], environment);
  const files = worthRepeating(first);
  if (files.length === 0) return first;
  const names = files.map((file) => relative(root, file)).join(', ');
  process.stderr.write(`\nFailed beside others, now once more without them: ${names}\n`);
  const again = await runJest('again', ['--runInBand', '--runTestsByPath', ...files], environment);
  const recovered = again.testResults.filter(({ status }) => status === 'passed');
  for (const { name } of recovered) process.stderr.write(`Passed only by itself: ${relative(root, name)}\n`);
  return withRepeated(first, again);
}

/** @throws when jest ends without a report, or fails although no test has */
async function runJest(name, args, environment) {
  const file = join(folder, `${name}.json`);
  const { code } = await jest(['--json', `--outputFile=${file}`, ...args], environment, 'ignore');
  if (!existsSync(file)) throw new Error(`jest ended with ${code} and without results.`);
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (code !== 0 && report.success) throw new Error(`jest ended with ${code}.`);
  return report;
}

/** With --json jest writes its results to standard output as well; people read what it says on standard error. */
function jest(args, environment, stdout) {
  return new Promise((resolveRun, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...args], {
      cwd: root,
      stdio: ['ignore', stdout, 'inherit'],
      signal: interruption.signal,
      env: {
        ...process.env,
        NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`,
        TEST_FOLDER: folder,
        ...environment,
      },
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolveRun({ code: code ?? 1, output }));
  });
}

function printSummary(report) {
  const counts = report ? countResults(report) : { passed: 0, failed: 1, skipped: 0 };
  if (counts.failed > 0) process.exitCode = 1;
  const skips = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skips}\n`);
}
