import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskView } from '../../operations/schemas/task.ts';
import type { ApiClient } from '../api-client.ts';
import { git, runIn } from './git.ts';
import type { DemoRepository } from './sample-repository.ts';

/** What the demo claims, checked from outside: each entry is a problem, none means that it all holds. */
export async function findProblems(client: ApiClient, key: string, repository: DemoRepository): Promise<string[]> {
  const task = await client.get<TaskView>(`/tasks/${key}`);
  const { problems } = await client.get<{ problems: string[] }>(`/tasks/${key}/verify`);
  return [
    ...(task.status === 'DONE' ? [] : [`${key} is ${task.status}: ${task.blockedReason ?? 'not DONE'}`]),
    ...problems,
    ...(await branchProblems(task, repository)),
  ];
}

async function branchProblems({ deliverable }: TaskView, repository: DemoRepository): Promise<string[]> {
  const branch = deliverable?.branch;
  if (branch === undefined) return ['the deliverable names no branch'];
  const remoteHead = await git(tmpdir(), 'ls-remote', repository.repositoryUrl, `refs/heads/${branch}`);
  if (remoteHead === '') return [`the branch ${branch} is not on the remote`];
  if (deliverable?.commit !== undefined && !remoteHead.startsWith(deliverable.commit)) {
    return [`the remote's ${branch} is not at ${deliverable.commit}`];
  }
  return testProblems(branch, repository);
}

/** Runs the repository's own tests on a fresh clone of the branch. */
async function testProblems(branch: string, { repositoryUrl, rename, setupCommand, testCommand }: DemoRepository) {
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-demo-'));
  try {
    await git(folder, 'clone', '--quiet', '--branch', branch, repositoryUrl, 'clone');
    const clone = join(folder, 'clone');
    if (setupCommand) await runIn(clone, setupCommand);
    await runIn(clone, testCommand);
    const left = await git(clone, 'grep', '--word-regexp', '--name-only', rename.to).catch(() => '');
    return left === '' ? [`${rename.to} is nowhere on ${branch}`] : [];
  } catch (error) {
    return [`on ${branch}: ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
