import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { reportFileName } from '../../domain/report/report.ts';
import type { Stack } from '../../local/stack.ts';
import { ApiClient } from '../api-client.ts';
import { connectionFromEnvironment, findRunningStack } from '../connection.ts';
import { beginLife, followLife } from '../demo/life.ts';
import { describeRepository } from '../demo/own-repository.ts';
import { findProblems } from '../demo/proof.ts';
import { createSampleRepository, type DemoRepository } from '../demo/sample-repository.ts';
import { EXIT } from '../failure.ts';
import { dataOption, jsonOption } from '../options.ts';

interface DemoCommandOptions {
  readonly data: string;
  readonly interactive?: boolean;
  readonly repo?: string;
  readonly rename?: string;
  readonly json?: boolean;
}

export const demoCommand = new Command('demo')
  .description('Take a real refactoring task through its whole life on a real git repository.')
  .option('--interactive', 'leave approving and reviewing to you, in the browser')
  .option('--repo <path>', 'your own TypeScript repository instead of a small one made for the demo')
  .option('--rename <old:new>', 'what to rename in it')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(demo);

async function demo(options: DemoCommandOptions): Promise<void> {
  const { data, interactive = false, json = false } = options;
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const repository = await prepareRepository(options);
  const { client, temporalUiUrl, signInUrl, stack } = await connect(data);
  const interruption = stopWhenInterrupted(stack);
  try {
    const key = await beginLife(client, repository);
    say(`${key}: rename ${repository.rename.from} to ${repository.rename.to} in ${repository.repositoryUrl}`);
    if (interactive) say(`Approve and review it here: ${signInUrl}`);
    const status = await followLife(client, key, { interactive, say });
    const report = await exportReport(client, key, data);
    const problems = await findProblems(client, key, repository);
    const { deliverable } = await client.get<{ deliverable?: { branch?: string } }>(`/tasks/${key}`);
    const outcome = {
      key,
      status,
      branch: deliverable?.branch,
      report,
      url: `${client.url}/p/demo/t/${key}`,
      temporalUiUrl,
      problems,
    };
    if (json) process.stdout.write(`${JSON.stringify(outcome)}\n`);
    else summarize(outcome, stack !== undefined);
    if (problems.length > 0) process.exitCode = EXIT.failure;
  } finally {
    interruption.remove();
    await stack?.stop();
  }
}

async function prepareRepository({ data, repo, rename }: DemoCommandOptions): Promise<DemoRepository> {
  if (repo !== undefined) return describeRepository(repo, rename);
  const folder = resolve(data, 'demo');
  await mkdir(folder, { recursive: true });
  return createSampleRepository(await mkdtemp(join(folder, 'repository-')));
}

interface DemoConnection {
  readonly client: ApiClient;
  readonly temporalUiUrl: string | undefined;
  readonly signInUrl: string;
  /** The stack that the demo has started itself and has to stop. */
  readonly stack: Stack | undefined;
}

/** The Mission Control that runs already, or one of our own. */
async function connect(data: string): Promise<DemoConnection> {
  const given = connectionFromEnvironment();
  if (given) return { client: new ApiClient(given), temporalUiUrl: undefined, signInUrl: given.url, stack: undefined };
  const running = findRunningStack(data);
  if (running) {
    const { addresses, keys } = running;
    return describeConnection(addresses.url, keys.ownerToken, addresses.temporalUiUrl, undefined);
  }
  const { startStack } = await import('../../local/stack.ts');
  const stack = await startStack({ dataDir: data, preferKnownPorts: true });
  return describeConnection(stack.url, stack.ownerToken, stack.temporalUiUrl, stack);
}

const describeConnection = (
  url: string,
  token: string,
  temporalUiUrl: string | undefined,
  stack: Stack | undefined,
): DemoConnection => ({
  client: new ApiClient({ url, token }),
  temporalUiUrl,
  signInUrl: `${url}/#token=${token}`,
  stack,
});

function stopWhenInterrupted(stack: Stack | undefined): { remove: () => void } {
  const stop = () => void (stack?.stop() ?? Promise.resolve()).finally(() => process.exit(EXIT.failure));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return {
    remove: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}

async function exportReport(client: ApiClient, key: string, data: string): Promise<string> {
  const folder = resolve(data, 'reports');
  await mkdir(folder, { recursive: true });
  const file = join(folder, reportFileName(key, 'md'));
  await writeFile(file, await client.text(`/tasks/${key}/report.md`));
  return file;
}

interface Outcome {
  readonly key: string;
  readonly status: string;
  readonly branch: string | undefined;
  readonly report: string;
  readonly url: string;
  readonly temporalUiUrl: string | undefined;
  readonly problems: readonly string[];
}

function summarize({ key, status, branch, report, url, temporalUiUrl, problems }: Outcome, isStopped: boolean): void {
  const lines = [
    '',
    `Task     ${key} is ${status}`,
    `Branch   ${branch ?? 'none'}`,
    `Report   ${report}`,
    `Browser  ${url}`,
    ...(temporalUiUrl === undefined ? [] : [`Temporal ${temporalUiUrl}`]),
    problems.length === 0
      ? 'The branch is on the remote, its tests pass, and log, document and workflow agree.'
      : `Problems:\n  ${problems.join('\n  ')}`,
    ...(isStopped ? ['The stack that the demo started stops now: `npm start` serves these addresses again.'] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
