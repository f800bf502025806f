import type { ExecutionBrief, ExecutionContext } from '@mission-control/executor-client';
import { promptOf, revisionPromptOf, type PromptOptions } from '@mission-control/executor-host';
import { ask } from '../asking.ts';
import type { NewAgent, NewRun } from './cloud-types.ts';
import type { CloudRepository } from './repository.ts';

const MAX_NAME_CHARACTERS = 100;
/** What Cursor calls the branches that it makes. */
const NEW_BRANCH = 'cursor/*';

/**
 * The code leaves for Cursor's machines and comes back as a branch that Cursor pushes with rights of its own: both are
 * asked about before it begins, since nobody can be asked later.
 *
 * @throws ToolDeniedError
 */
export async function askToHandOver(context: ExecutionContext, repository: CloudRepository | undefined): Promise<void> {
  const { taskKey, title } = context.brief;
  await ask(context, {
    tool: 'cursor_cloud_agent',
    arguments: {
      host: 'api.cursor.com',
      ...(repository && { repository: repository.url, branch: repository.startingRef }),
    },
    summary: `Hand ${taskKey} "${title}" to an agent in Cursor's cloud${repository ? `, with ${repository.url}` : ''}`,
    justification:
      'It reads the repository and works on a machine of Cursor, where its tool calls are not asked about.',
  });
  if (!repository) return;
  const branch = repository.isOwnBranch ? repository.startingRef : NEW_BRANCH;
  await ask(context, {
    tool: 'git_push',
    arguments: { remote: repository.url, branch },
    summary: `Let Cursor's cloud agent push to ${branch} of ${repository.url}`,
    justification: 'Cursor pushes when the agent is done, with the rights of its own app.',
    rollbackPlan: repository.isOwnBranch
      ? `Reset ${branch} to the commit that it has now.`
      : 'Delete the branch that Cursor made.',
  });
}

/** All of a new agent but its id. */
export function newAgentOf(
  brief: ExecutionBrief,
  repository: CloudRepository | undefined,
  model: string | undefined,
): Omit<NewAgent, 'agentId'> {
  return {
    name: `${brief.taskKey} ${brief.title}`.slice(0, MAX_NAME_CHARACTERS),
    prompt: { text: promptOf(brief, PROMPT) },
    ...(model !== undefined && { model: { id: model } }),
    ...(repository && { repos: [{ url: repository.url, startingRef: repository.startingRef }] }),
    workOnCurrentBranch: repository?.isOwnBranch ?? false,
    // Whether a branch becomes a pull request is decided in Mission Control.
    autoCreatePR: false,
  };
}

/** For an agent that knows the task. */
export const revisionOf = (brief: ExecutionBrief, model: string | undefined): NewRun => ({
  prompt: { text: revisionPromptOf(brief, PROMPT) },
  ...(model !== undefined && { model: { id: model } }),
});

const PROMPT: PromptOptions = {
  repository:
    'The folder is a checkout of the repository. Commit what you change to the branch that you were given, and push it; open no pull request.',
  toolCalls: 'Nobody answers questions while you work. Where something is unclear, decide, and say so at the end.',
};
