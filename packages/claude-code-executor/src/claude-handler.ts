import { randomUUID } from 'node:crypto';
import {
  ExecutionError,
  type ExecutionContext,
  type ExecutionHandler,
  type ExecutorLogger,
} from '@mission-control/executor-client';
import {
  createGit,
  gitEnvironment,
  handIn,
  inWorkPlace,
  promptOf,
  revisionPromptOf,
  type WorkPlace,
} from '@mission-control/executor-host';
import type { ClaudeSettings } from './claude-command.ts';
import { costSourceOf, keyHider } from './claude-environment.ts';
import { runClaude, type ClaudeRun, type RunSurroundings } from './claude-run.ts';
import { TaskSessions } from './sessions.ts';

export interface ClaudeHandlerOptions {
  /** Absolute folder for clones, work trees and sessions. */
  readonly workDir: string;
  /** The executor's own; its children get a part of it. */
  readonly environment: NodeJS.ProcessEnv;
  readonly settings: ClaudeSettings;
  readonly logger: ExecutorLogger;
}

/** Does one CLAUDE_CODE execution, in the session of the task's last cycle where reviewers want more of it. */
export function createClaudeHandler({
  workDir,
  environment,
  settings,
  logger,
}: ClaudeHandlerOptions): ExecutionHandler {
  const git = createGit(gitEnvironment(environment), 'Mission Control Claude Code executor');
  const hideKeys = keyHider(environment);
  const costSource = costSourceOf(environment);
  return (context) =>
    inWorkPlace(context, { git, workDir, logger }, async (place) => {
      const sessions = await TaskSessions.open(workDir, context.brief, new Date());
      const run = await work({ context, place, sessions, settings, environment, costSource, hideKeys });
      const { text, usage } = run;
      const completion = await handIn(context, git, place, { text, tool: 'Claude Code', usage });
      // Only what was handed in is there for the next cycle to go on with.
      await sessions.remember(run.session);
      return completion;
    });
}

async function work(surroundings: RunSurroundings): Promise<ClaudeRun> {
  const { context } = surroundings;
  context.progress(10, 'Claude Code is working');
  const run = (await goneOn(surroundings)) ?? (await begun(surroundings));
  context.usage(run.usage);
  if (run.text.trim() === '' && !context.brief.workspace) {
    throw new ExecutionError('Claude Code ended without a text to hand in', { retryable: true, usage: run.usage });
  }
  return run;
}

/** Undefined where there is no session to go on with. */
async function goneOn(surroundings: RunSurroundings): Promise<ClaudeRun | undefined> {
  const { context, place, sessions } = surroundings;
  if (context.brief.feedback.length === 0) return undefined;
  const earlier = await sessions.finished();
  if (!earlier) return undefined;
  // Until this run is handed in as well, there is nothing to go on with.
  await sessions.forget();
  const run = await runClaude(surroundings, { prompt: revisionFor(context, place), id: earlier.id, earlier });
  if (!run) context.log('The session of the last cycle is gone; starting anew\n');
  return run;
}

async function begun(surroundings: RunSurroundings): Promise<ClaudeRun> {
  const { context, sessions } = surroundings;
  await sessions.startAnew();
  const run = await runClaude(surroundings, { prompt: promptOf(context.brief), id: randomUUID() });
  if (run) return run;
  throw new ExecutionError('Claude Code does not know the session that it was to begin', { retryable: true });
}

/** The session remembers a folder of another attempt. */
const revisionFor = ({ brief }: ExecutionContext, { path }: WorkPlace): string =>
  [revisionPromptOf(brief), `The work is in ${path} now; the folder that you worked in before is gone.`].join('\n\n');
