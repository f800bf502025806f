import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LocalStackError } from '../errors.ts';
import { repositoryRoot } from '../repository.ts';
import { firstFound, LOOKING_STEPS, type Attempt, type Found, type ProvisionContext } from './attempt.ts';
import { runWhileGrowing } from './download.ts';
import { findBelow } from './find-below.ts';
import { findOnPath, isExecutable } from './on-path.ts';
import { updatePackageLists } from './package-lists.ts';
import { runCommand } from './run-command.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const DOWNLOADED_NAMES = ['chrome-headless-shell', 'headless_shell', 'chrome'];

/** Finds, downloads or installs the Chromium that browser tests run in. Answers its path. */
export async function provisionChromium(context: ProvisionContext): Promise<Found<string>> {
  const found = await firstFound(chromiumAttempts(context), context);
  if (found) return found;
  throw new LocalStackError(
    'Chromium, which the browser tests need, could not be found, downloaded or installed. Set CHROMIUM_PATH or install `chromium`.',
  );
}

/** Where Chromium is, without fetching anything. */
export function lookForChromium(context: ProvisionContext): Promise<Found<string> | undefined> {
  return firstFound(
    chromiumAttempts(context).filter(({ step }) => LOOKING_STEPS.includes(step)),
    context,
  );
}

function chromiumAttempts(context: ProvisionContext): Attempt<string>[] {
  const { environment } = context;
  const downloaded = join(context.cacheFolder, 'playwright');
  const inDownloads = () => findBelow(downloaded, (name) => DOWNLOADED_NAMES.includes(name));
  return [
    { step: 'environment', find: async () => pathFromEnvironment(environment['CHROMIUM_PATH']) },
    { step: 'path', find: async () => findOnPath(environment, ...NAMES) },
    { step: 'cache', find: async () => inDownloads() },
    { step: 'download', find: () => download(downloaded, context).then(inDownloads) },
    { step: 'package', find: () => installPackage(context) },
  ];
}

function pathFromEnvironment(path: string | undefined): string | undefined {
  if (!path || isExecutable(path)) return path || undefined;
  throw new LocalStackError(`CHROMIUM_PATH is ${path}, which is not a program that can be run.`);
}

async function download(folder: string, { environment, signal }: ProvisionContext): Promise<void> {
  const playwright = join(repositoryRoot, 'node_modules/playwright-core/cli.js');
  if (!existsSync(playwright)) return;
  mkdirSync(folder, { recursive: true });
  const args = [playwright, 'install', '--only-shell', 'chromium'];
  await runWhileGrowing(process.execPath, args, folder, signal, { ...environment, PLAYWRIGHT_BROWSERS_PATH: folder });
}

/** Debian's package; only root may install it. */
async function installPackage({ environment, progress, signal }: ProvisionContext): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !findOnPath(environment, 'apt-get')) return undefined;
  const env = { ...environment, DEBIAN_FRONTEND: 'noninteractive' };
  await progress.during("Chromium: installing Debian's package", async () => {
    await updatePackageLists({ env, signal });
    await runCommand('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'], {
      env,
      signal,
    });
  });
  return findOnPath(environment, ...NAMES);
}
