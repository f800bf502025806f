import { join } from 'node:path';
import { LocalStackError } from '../errors.ts';
import { isReachable, parseAddress } from '../reachability.ts';
import {
  firstFound,
  LOOKING_STEPS,
  NotProvisioned,
  type Attempt,
  type Found,
  type ProvisionContext,
} from './attempt.ts';
import { buildOnce } from './cache.ts';
import { downloadBinary } from './download.ts';
import { findBelow } from './find-below.ts';
import { findOnPath } from './on-path.ts';
import { runCommand } from './run-command.ts';

/** The latest version that `go install` can build: later ones have a replace directive. */
const BUILT_VERSION = '1.5.1';
const FRONTEND_PORT = 7233;

/** A server that runs already, or the binary that starts one. */
export type TemporalSource = { readonly address: string } | { readonly binary: string };

/** Finds, fetches or builds Temporal. Throws NotProvisioned when every way fails. */
export async function provisionTemporal(context: ProvisionContext): Promise<Found<TemporalSource>> {
  const found = await firstFound(temporalAttempts(context), context);
  if (found) return found;
  throw new NotProvisioned('A Temporal server', {
    variable: 'TEMPORAL_ADDRESS',
    binary: 'temporal',
    reasons: temporalBuildObstacles(context),
  });
}

/** Where Temporal is, without fetching anything. */
export function lookForTemporal(context: ProvisionContext): Promise<Found<TemporalSource> | undefined> {
  const looking = temporalAttempts(context).filter(({ step }) => LOOKING_STEPS.includes(step));
  return firstFound(looking, context);
}

/** What is missing on this machine for building Temporal. */
export function temporalBuildObstacles({ environment }: ProvisionContext): string[] {
  return findOnPath(environment, 'go') ? [] : ['building it needs Go on PATH'];
}

function temporalAttempts(context: ProvisionContext): Attempt<TemporalSource>[] {
  const { environment, cacheFolder } = context;
  const downloaded = join(cacheFolder, 'temporal-download');
  const built = join(cacheFolder, `temporal-${BUILT_VERSION}`);
  const inFolder = (folder: string) => asSource(findBelow(folder, (name) => name.startsWith('temporal')));
  return [
    { step: 'environment', find: () => addressFromEnvironment(environment['TEMPORAL_ADDRESS']) },
    { step: 'path', find: async () => asSource(findOnPath(environment, 'temporal')) },
    { step: 'cache', find: async () => inFolder(downloaded) ?? inFolder(built) },
    { step: 'download', find: async () => asSource(await downloadBinary('temporal', downloaded, context)) },
    { step: 'build', find: async () => asSource(await build(built, context)) },
  ];
}

const asSource = (binary: string | undefined): TemporalSource | undefined =>
  binary === undefined ? undefined : { binary };

async function addressFromEnvironment(address: string | undefined): Promise<TemporalSource | undefined> {
  if (!address) return undefined;
  const { host, port } = parseAddress(address, FRONTEND_PORT);
  if (await isReachable(host, port)) return { address };
  throw new LocalStackError(
    `TEMPORAL_ADDRESS is ${address}, but nothing answers there. Start that server, or unset the variable to use a local one.`,
  );
}

async function build(folder: string, context: ProvisionContext): Promise<string | undefined> {
  const { environment, progress, signal } = context;
  const go = findOnPath(environment, 'go');
  if (!go) return undefined;
  await buildOnce(folder, context, async (partial) => {
    await progress.during(`Temporal ${BUILT_VERSION}: building with Go, about 4 minutes the first time`, () =>
      runCommand(go, ['install', `github.com/temporalio/cli/cmd/temporal@v${BUILT_VERSION}`], {
        env: { ...environment, GOBIN: partial },
        signal,
      }),
    );
  });
  return join(folder, 'temporal');
}
