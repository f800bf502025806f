import { join } from 'node:path';
import type { Completion, ExecutionContext, ExecutionHandler, ExecutorLogger } from '@mission-control/executor-client';
import {
  createGit,
  gitEnvironment,
  handIn,
  inWorkPlace,
  promptOf,
  revisionPromptOf,
  toolEnvironment,
  withoutCredentials,
  type Git,
  type WorkPlace,
} from '@mission-control/executor-host';
import { ask } from '../asking.ts';
import type { CursorSettings } from '../cursor-settings.ts';
import type { Identity } from '../identity.ts';
import { redactionOf } from '../redaction.ts';
import { TaskMemory } from '../task-memory.ts';
import { bringChat } from './chat-store.ts';
import { ChatLostError, runCli, type CliRun } from './cli-run.ts';
import { guardProjectPermissions, writeGlobalPermissions } from './permissions.ts';

export interface CliHandlerOptions {
  /** Name or path of the command line tool. */
  readonly program: string;
  readonly settings: CursorSettings;
  readonly identity: Identity;
  /** Absolute folder for clones, work trees and chats. */
  readonly workDir: string;
  /** The executor's own; the tool gets a part of it. */
  readonly environment: NodeJS.ProcessEnv;
  readonly logger: ExecutorLogger;
}

interface RememberedChat {
  readonly chat: string;
}

const PROMPT = { toolCalls: 'Some tool calls are denied. Then look for another way, or say what is missing.' };

/** Does one CURSOR execution with the command line tool, in a work tree that is gone afterwards. */
export function createCliHandler(options: CliHandlerOptions): ExecutionHandler {
  const { environment, workDir, logger } = options;
  const git = createGit(gitEnvironment(environment), 'Mission Control Cursor executor');
  return (context) => inWorkPlace(context, { git, workDir, logger }, (place) => work(context, options, git, place));
}

async function work(
  context: ExecutionContext,
  options: CliHandlerOptions,
  git: Git,
  place: WorkPlace,
): Promise<Completion> {
  await askToRun(context, options, place);
  const { workDir, identity } = options;
  const memory = await TaskMemory.open<RememberedChat>(workDir, identity, context.brief.taskKey, 'chat');
  const home = join(memory.folder, 'home');
  await writeGlobalPermissions(home);
  const putBack = await guardProjectPermissions(place.path);
  const run = await converse(context, options, place, home, await memory.read());
  await putBack();
  if (run.chat !== undefined) await memory.write({ chat: run.chat });
  return handIn(context, git, place, { text: run.text, tool: 'Cursor', usage: run.usage });
}

/** The tool asks nobody while it works, so it is the run that is asked about. */
function askToRun(context: ExecutionContext, { settings }: CliHandlerOptions, place: WorkPlace): Promise<void> {
  const { taskKey, title, workspace } = context.brief;
  const { sandbox, model } = settings;
  const repository = workspace && withoutCredentials(workspace.repositoryUrl);
  return ask(context, {
    tool: 'cursor_agent',
    arguments: { sandbox, ...(model && { model }), ...(repository && { repository }) },
    workspace: place.path,
    summary: `Let Cursor work on ${taskKey} "${title}" by itself: it edits files and runs commands of its own choice`,
    justification: `Its command line tool asks nobody while it works. A list of what it must not do is given to it; its sandbox is ${sandbox}; pushing is asked about at the end.`,
    rollbackPlan: 'None needed: it works in a folder of its own, which is removed afterwards.',
  });
}

/** Goes on with the task's chat where reviewers want a change and the chat is still there. */
async function converse(
  context: ExecutionContext,
  { program, settings, environment }: CliHandlerOptions,
  { path }: WorkPlace,
  home: string,
  remembered: Partial<RememberedChat> | undefined,
): Promise<CliRun> {
  const { brief } = context;
  const run = {
    program,
    workspace: path,
    environment: toolEnvironment(environment, ['CURSOR_API_KEY'], home),
    sandbox: settings.sandbox,
    model: settings.model,
    redact: redactionOf(settings.apiKey, 'CURSOR_API_KEY'),
  };
  const chat = brief.feedback.length > 0 ? remembered?.chat : undefined;
  if (chat !== undefined && (await bringChat(home, chat, path))) {
    try {
      return await runCli(context, { ...run, chat, prompt: revisionPromptOf(brief, PROMPT) });
    } catch (error) {
      if (!(error instanceof ChatLostError)) throw error;
      context.log('The chat of the last cycle is gone; telling the whole task anew.\n');
    }
  }
  return runCli(context, { ...run, prompt: promptOf(brief, PROMPT) });
}
