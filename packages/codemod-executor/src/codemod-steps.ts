import { ExecutionError, type Completion, type ExecutionContext } from '@mission-control/executor-client';
import {
  changedFiles,
  describeEnd,
  diffOf,
  headOf,
  linesWith,
  listTrackedFiles,
  publish,
  runRepositoryCommand,
  tailOf,
  type Git,
  type WorkPlace,
  type WorkTree,
} from '@mission-control/executor-host';
import type { CodemodRequest } from './codemod-request.ts';
import { commitRename, findEarlierCommit } from './commit.ts';
import type { RenameRequest, RenameResult } from './rename/rename-symbol.ts';
import { completionOf } from './report.ts';

const MAX_ERROR_CHARACTERS = 3000;

export interface CodemodTools {
  readonly git: Git;
  readonly rename: (request: RenameRequest, signal: AbortSignal) => RenameResult | Promise<RenameResult>;
  /** Of the repository's own commands. */
  readonly environment: NodeJS.ProcessEnv;
}

/** From a fresh work tree to a pushed branch. Tests see the commit, and nothing is pushed unless they pass. */
export async function runCodemod(
  context: ExecutionContext,
  tools: CodemodTools,
  request: CodemodRequest,
  { workspace, workTree }: NonNullable<WorkPlace['checkout']>,
): Promise<Completion> {
  const startedAt = Date.now();
  const { git } = tools;
  const { from, to } = request;
  await setUp(context, tools, request, workTree);
  const declaration = await renameAndCommit(context, tools, request, workTree);
  const artifacts = await test(context, tools, request, workTree);
  const head = await headOf(git, workTree.path, context.signal);
  const what = `rename ${from} to ${to}, tests passed`;
  const commit = await publish(git, context, { workspace, workTree, commit: head, what });
  return completionOf({
    request,
    workspace,
    commit,
    ...(declaration ? { declaration } : {}),
    changes: await changedFiles(git, workTree, context.signal),
    mentions: await linesWith(git, workTree.path, from, context.signal),
    artifacts,
    startedAt,
    endedAt: Date.now(),
  });
}

async function setUp(
  context: ExecutionContext,
  { environment }: CodemodTools,
  { setupCommand }: CodemodRequest,
  { path }: WorkTree,
): Promise<void> {
  if (!setupCommand) return;
  context.progress(15, `Setting up: ${setupCommand.join(' ')}`);
  const result = await runRepositoryCommand(context, setupCommand, path, environment);
  if (result.exitCode === 0 && !result.timedOut) return;
  const tail = tailOf(result.output, MAX_ERROR_CHARACTERS);
  // A package registry may be away; another attempt is worth its while.
  throw new ExecutionError(`Setup failed (${setupCommand.join(' ')}: ${describeEnd(result)})\n\n${tail}`, {
    retryable: true,
  });
}

/** Returns where the symbol is declared, or undefined when an earlier attempt has done the rename on this branch. */
async function renameAndCommit(
  { brief, signal, progress }: ExecutionContext,
  { git, rename }: CodemodTools,
  request: CodemodRequest,
  workTree: WorkTree,
): Promise<string | undefined> {
  const { from, to, file } = request;
  const { path: root } = workTree;
  const earlier = await findEarlierCommit(git, workTree, request, signal);
  if (earlier) {
    progress(45, `Renamed already, by commit ${earlier.slice(0, 10)}`);
    return undefined;
  }
  progress(30, `Renaming ${from} to ${to}`);
  const paths = await listTrackedFiles(git, root, signal);
  const renamed = await rename({ root, paths, from, to, ...(file === undefined ? {} : { file }) }, signal);
  const commit = await commitRename(git, root, brief.taskKey, request, renamed, signal);
  progress(45, `Renamed in ${renamed.files.length} files, commit ${commit.slice(0, 10)}`);
  return renamed.declaration;
}

/** Uploads the diff and the test output, also when the tests fail: that is when they are needed. Returns their ids. */
async function test(
  context: ExecutionContext,
  { git, environment }: CodemodTools,
  { testCommand }: CodemodRequest,
  workTree: WorkTree,
): Promise<readonly string[]> {
  const { path } = workTree;
  context.progress(50, `Running ${testCommand.join(' ')}`);
  const result = await runRepositoryCommand(context, testCommand, path, environment);
  context.progress(80, `Tests ended: ${describeEnd(result)}`);
  const diff = await diffOf(git, workTree, context.signal);
  const artifacts = [
    await context.uploadArtifact({ name: 'changes.diff', type: 'text/x-diff', content: diff }),
    await context.uploadArtifact({ name: 'test-output.txt', type: 'text/plain', content: result.output }),
  ];
  if (result.exitCode === 0 && !result.timedOut) return artifacts.map(({ id }) => id);
  const tail = tailOf(result.output, MAX_ERROR_CHARACTERS);
  throw new ExecutionError(`Tests failed (${testCommand.join(' ')}: ${describeEnd(result)})\n\n${tail}`, {
    retryable: false,
  });
}
