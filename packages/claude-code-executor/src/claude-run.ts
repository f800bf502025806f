import type { ExecutionContext, Usage } from '@mission-control/executor-client';
import { readable, type WorkPlace } from '@mission-control/executor-host';
import { claudeCommand, type ClaudeSettings } from './claude-command.ts';
import { claudeEnvironment } from './claude-environment.ts';
import { converse, type ConversationEnd } from './conversation.ts';
import { shown } from './live-log.ts';
import type { ClaudeMessage } from './messages.ts';
import { isUnknownSession, textOfSuccess } from './outcome.ts';
import type { FinishedSession, TaskSessions } from './sessions.ts';
import { ToolGate } from './tool-gate.ts';
import { RunningUsage, totalsOf, usageOfRun, type CostSource } from './usage.ts';

export interface RunSurroundings {
  readonly context: ExecutionContext;
  readonly place: WorkPlace;
  readonly sessions: TaskSessions;
  readonly settings: ClaudeSettings;
  /** The executor's own. */
  readonly environment: NodeJS.ProcessEnv;
  readonly costSource: CostSource;
  /** Takes the keys out of a text. */
  readonly hideKeys: (text: string) => string;
}

export interface SessionToRun {
  readonly prompt: string;
  /** UUID. */
  readonly id: string;
  /** There when the session is gone on with. */
  readonly earlier?: FinishedSession;
}

export interface ClaudeRun {
  readonly text: string;
  readonly usage: Usage;
  readonly session: FinishedSession;
}

/**
 * Runs the CLI once.
 *
 * @returns undefined when the session that was to be gone on with is not there
 * @throws ExecutionError for a run that did not succeed
 */
export async function runClaude(surroundings: RunSurroundings, session: SessionToRun): Promise<ClaudeRun | undefined> {
  const { context, settings, costSource, hideKeys } = surroundings;
  const running = new RunningUsage(costSource);
  const end = presentable(await talk(surroundings, session, running), hideKeys);
  if (session.earlier && isUnknownSession(end)) return undefined;
  const { result } = end;
  const usage = result ? usageOfRun(result, session.earlier?.totals, costSource) : running.total();
  const { limits } = context.brief;
  const text = textOfSuccess(end, { limits, maxTurns: settings.maxTurns, usage });
  if (!result) throw new Error('a success without a result');
  return { text, usage, session: { id: session.id, totals: totalsOf(result) } };
}

async function talk(
  { context, place, sessions, settings, environment, hideKeys }: RunSurroundings,
  { prompt, id, earlier }: SessionToRun,
  running: RunningUsage,
): Promise<ConversationEnd> {
  const { signal, brief, log, usage } = context;
  const { maxCostMicros, maxMinutes } = brief.limits;
  const gate = new ToolGate({ ...context, log: (text) => log(hideKeys(text)) }, place.path);
  const onMessage = (message: ClaudeMessage) => {
    const text = shown(message);
    if (text !== undefined) log(hideKeys(text));
    if (message.type === 'assistant') usage(running.add(message));
  };
  return converse({
    command: claudeCommand(settings, { sessionId: id, resumes: earlier !== undefined, maxCostMicros }),
    cwd: place.path,
    environment: await claudeEnvironment(environment, sessions),
    signal,
    timeoutMs: maxMinutes * 60_000,
    prompt,
    decide: (asked) => gate.decide(asked),
    onMessage,
  });
}

/** Its texts without keys and control characters. */
const presentable = (end: ConversationEnd, hideKeys: (text: string) => string): ConversationEnd => ({
  ...end,
  errorOutput: readable(hideKeys(end.errorOutput)),
  result: end.result && { ...end.result, text: readable(hideKeys(end.result.text)) },
});
