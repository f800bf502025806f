/**
 * The tests: `npm test [-- jest arguments]` starts Temporal and a MongoDB engine once and runs everything;
 * `npm run test:quick` runs what needs neither. Files that need servers are named *.integration.test.ts or are in tests/.
 * The last line is `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const NEEDS_SERVERS = ['\\.integration\\.test\\.ts$', '<rootDir>/tests/'];
const NEEDS_CHROMIUM = '/tests/browser/';

const quick = process.argv.includes('--quick');
const jestArguments = process.argv.slice(2).filter((argument) => argument !== '--quick');

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interruption.abort());

const folder = mkdtempSync(join(tmpdir(), 'mission-control-tests-'));
let stopServers = async () => {};
try {
  const environment = quick ? {} : await startSurroundings();
  process.exitCode = await runJest(environment);
} catch (error) {
  process.stderr.write(`${interruption.signal.aborted ? 'Interrupted.' : (error.stack ?? error)}\n`);
  process.exitCode = 1;
} finally {
  await stopServers();
  const results = readResults();
  rmSync(folder, { recursive: true, force: true });
  if (process.exitCode === 0 && results.failed > 0) process.exitCode = 1;
  printSummary(results, process.exitCode !== 0);
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

async function runJest(environment) {
  const outputs = ['--json', `--outputFile=${join(folder, 'results.json')}`];
  const ignored = quick ? ['--testPathIgnorePatterns', '/node_modules/', '/dist/', ...NEEDS_SERVERS] : [];
  const { code } = await jest(['--maxWorkers=3', ...outputs, ...jestArguments, ...ignored], environment, 'ignore');
  return code;
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

/** A suite that could not run at all counts as one failure. */
function readResults() {
  const file = join(folder, 'results.json');
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 };
  const results = JSON.parse(readFileSync(file, 'utf8'));
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

function printSummary({ passed, failed, skipped }, runFailed) {
  const failures = runFailed ? Math.max(failed, 1) : failed;
  const skips = skipped > 0 ? `, ${skipped} skipped` : '';
  process.stdout.write(`${passed} passed, ${failures} failed${skips}\n`);
}
