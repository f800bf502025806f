import { spawnSync } from 'node:child_process';
import { describeDataFolder } from './data-folder.ts';
import { isPortFree } from './ports.ts';
import { describeStep, type Found, type ProvisionContext } from './provision/attempt.ts';
import { lookForChromium } from './provision/chromium.ts';
import { ferretdbObstacles } from './provision/ferretdb.ts';
import { lookForMongodb } from './provision/mongodb.ts';
import { findOnPath } from './provision/on-path.ts';
import { lookForTemporal, temporalBuildObstacles } from './provision/temporal.ts';
import { engineOf } from './servers/mongodb-engine.ts';
import { isServed, readRunningStack } from './stack-file.ts';

const OLDEST_NODE = [20, 19] as const;
const KNOWN_PORTS = { 'API and UI': 4300, Temporal: 7233, "Temporal's UI": 8233, MongoDB: 27_017 };

/** One thing that the local stack needs or uses. */
export interface Check {
  readonly name: string;
  /** Whether the stack could start as far as this is concerned. */
  readonly ok: boolean;
  readonly detail: string;
}

/** Looks at everything the local stack needs on this machine. Fetches and starts nothing. */
export async function diagnose(context: ProvisionContext, dataDir: string): Promise<Check[]> {
  const data = describeDataFolder(dataDir);
  return [
    checkNode(),
    await checkServer('Temporal', () => lookForTemporal(context), temporalBuildObstacles(context)),
    await checkServer('MongoDB', () => lookForMongodb(context, data.mongodb), ferretdbObstacles(context)),
    checkGit(context.environment),
    await checkChromium(context),
    checkDataFolder(dataDir),
    await checkPorts(),
  ];
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return {
    name: 'Node.js',
    ok,
    detail: ok ? process.version : `${process.version}; ${OLDEST_NODE.join('.')} or later is needed`,
  };
}

async function checkServer(
  name: string,
  look: () => Promise<Found<object> | undefined>,
  buildObstacles: readonly string[],
): Promise<Check> {
  try {
    const found = await look();
    if (found) return { name, ok: true, detail: `${describeSource(found.value)} (${describeStep(found.step)})` };
  } catch (error) {
    return { name, ok: false, detail: (error as Error).message };
  }
  if (buildObstacles.length === 0)
    return { name, ok: true, detail: 'not here yet: `up` downloads it, or builds it in minutes' };
  return {
    name,
    ok: false,
    detail: `not here: \`up\` can only try the official download (${buildObstacles.join('; ')})`,
  };
}

/** An address without its credentials, or a binary with its version. */
function describeSource(source: object): string {
  const [[kind, value] = ['', '']] = Object.entries(source) as [string, string][];
  if (kind === 'address' || kind === 'uri') return value.replace(/\/\/[^@/]*@/, '//');
  return kind === 'ferretdb' ? value : `${value}${versionOf(value)}`;
}

function versionOf(binary: string): string {
  const { stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8', timeout: 5_000 });
  // Null when the binary could not be run at all.
  const line = (stdout as string | null)?.trim().split('\n')[0];
  return line ? `, ${line}` : '';
}

function checkGit(environment: NodeJS.ProcessEnv): Check {
  const git = findOnPath(environment, 'git');
  return {
    name: 'git',
    ok: git !== undefined,
    detail: git ? `${git}${versionOf(git)}` : 'not on PATH; executors need it',
  };
}

/** Only the browser tests need it, so its absence is no obstacle. */
async function checkChromium(context: ProvisionContext): Promise<Check> {
  const found = await lookForChromium(context).catch(() => undefined);
  const detail = found ? `${found.value} (${describeStep(found.step)})` : 'not here; only the browser tests need it';
  return { name: 'Chromium', ok: true, detail };
}

function checkDataFolder(dataDir: string): Check {
  const folder = describeDataFolder(dataDir);
  const engine = engineOf(folder.mongodb);
  const url = readRunningStack(folder)?.url;
  const state = isServed(folder) ? `served now${url ? ` at ${url}` : ''}` : engine ? `holds data of ${engine}` : 'new';
  return { name: 'Data folder', ok: true, detail: `${folder.path}, ${state}` };
}

/** A port that is taken is no obstacle either: the next free one is used. */
async function checkPorts(): Promise<Check> {
  const states = await Promise.all(
    Object.entries(KNOWN_PORTS).map(
      async ([name, port]) => `${name} ${port} ${(await isPortFree(port)) ? 'free' : 'taken'}`,
    ),
  );
  return { name: 'Ports', ok: true, detail: states.join(', ') };
}
