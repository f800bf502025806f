import { ExecutionError, type ExecutionBrief, type Usage } from '@mission-control/executor-client';
import { tailOf } from '@mission-control/executor-host';
import type { ConversationEnd } from './conversation.ts';
import type { ResultMessage } from './messages.ts';

const MAX_ERROR_CHARACTERS = 2000;
/** What the CLI says when it was started wrongly, which it will be again. */
const WRONG_START =
  /unknown option|is invalid|not a valid|Invalid (session|model|value)|cannot be used with root|could not start|requires --/i;
const NOT_LOGGED_IN = /logged in|\/login|API key|authenticat/i;

interface OutcomeOptions {
  readonly limits: ExecutionBrief['limits'];
  readonly maxTurns: number;
  readonly usage: Usage;
}

/**
 * The last text of a run that succeeded: it said so, and ended in peace. Neither alone is enough.
 *
 * @throws ExecutionError for everything else
 */
export function textOfSuccess(end: ConversationEnd, { limits, maxTurns, usage }: OutcomeOptions): string {
  const { result, exitCode, timedOut } = end;
  if (result && !result.isError && exitCode === 0 && !timedOut) return result.text;
  const fail = (message: string, retryable: boolean) => new ExecutionError(message, { retryable, usage });
  if (timedOut) throw fail(`Claude Code was stopped at the time limit of ${limits.maxMinutes} minutes`, false);
  if (result?.subtype === 'error_max_turns') {
    throw fail(
      `Claude Code did not get done in ${maxTurns} turns; CLAUDE_MAX_TURNS of the executor says how many`,
      false,
    );
  }
  if (result?.subtype === 'error_max_budget_usd') {
    throw fail(`The budget of $${limits.maxCostMicros / 1_000_000} for this execution is used up`, false);
  }
  if (result?.isError) throw fail(`Claude Code failed: ${describe(result, end)}`, isTemporary(result));
  const how = exitCode === undefined ? 'it was ended by a signal' : `exit code ${exitCode}`;
  const what = result ? 'Claude Code succeeded, but ended badly' : 'Claude Code ended without a result';
  throw fail(`${what}: ${how}${lastWords(end)}`, !WRONG_START.test(end.errorOutput));
}

/** The session that was to be gone on with is not there any more. */
export function isUnknownSession({ result, errorOutput }: ConversationEnd): boolean {
  return result?.isError !== false && /No conversation found/i.test(`${result?.text ?? ''}\n${errorOutput}`);
}

/** Whether another attempt could succeed. */
function isTemporary({ apiStatus, terminalReason, text }: ResultMessage): boolean {
  if (apiStatus !== undefined) return apiStatus >= 500 || [408, 409, 429].includes(apiStatus);
  return terminalReason !== 'prompt_too_long' && !NOT_LOGGED_IN.test(text);
}

function describe({ text, apiStatus, subtype }: ResultMessage, end: ConversationEnd): string {
  const status = apiStatus === undefined ? '' : ` (HTTP ${apiStatus})`;
  return `${tailOf(text || subtype, MAX_ERROR_CHARACTERS)}${status}${text ? '' : lastWords(end)}`;
}

const lastWords = ({ errorOutput }: ConversationEnd): string =>
  errorOutput.trim() === '' ? '' : `\n\n${tailOf(errorOutput.trim(), MAX_ERROR_CHARACTERS)}`;
