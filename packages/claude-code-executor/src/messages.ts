/** What the CLI says, one JSON object a line; only what we use is read, since what it says grows with every version. */
export type ClaudeMessage =
  | { readonly type: 'started'; readonly sessionId: string; readonly model: string }
  | AssistantMessage
  | { readonly type: 'toolResults'; readonly results: readonly ToolResult[] }
  | { readonly type: 'retrying'; readonly attempt: number; readonly reason: string }
  | { readonly type: 'answer'; readonly requestId: string; readonly error?: string }
  | { readonly type: 'request'; readonly requestId: string; readonly request: ControlRequest }
  | ResultMessage;

export interface AssistantMessage {
  readonly type: 'assistant';
  /** Several messages of this id are parts of one answer of the model. */
  readonly id: string;
  readonly model: string;
  readonly texts: readonly string[];
  readonly usage: TokenCounts;
}

interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
}

/** A tool that the model wants to use. */
export interface AskedTool {
  /** Names the call; missing in old versions. */
  readonly id: string | undefined;
  /** As the CLI calls it: "Bash". */
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Where its commands run and its relative paths begin. */
  readonly folder: string | undefined;
}

/** `HOOK` asks before every call, `PERMISSION` where the CLI itself would ask its user; `UNKNOWN` is for somebody else. */
export type ControlRequest =
  | { readonly kind: 'HOOK' | 'PERMISSION'; readonly asked: AskedTool }
  | { readonly kind: 'UNKNOWN'; readonly subtype: string };

export interface TokenCounts {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
}

export interface ResultMessage {
  readonly type: 'result';
  readonly subtype: string;
  readonly isError: boolean;
  /** The last text of the model, or what went wrong. */
  readonly text: string;
  /** HTTP status of the model's service, where that is what went wrong. */
  readonly apiStatus: number | undefined;
  readonly terminalReason: string;
  /** Of the whole session, sub-agents too. Millionths of a dollar. */
  readonly totalCostMicros: number;
  /** Of the whole session, sub-agents too; undefined where the CLI does not tell. */
  readonly totalTokens: TokenCounts | undefined;
  /** Of this run, without sub-agents. */
  readonly runTokens: TokenCounts;
  /** The model that cost most. */
  readonly model: string | undefined;
}

/** Undefined for what is no message, or none that we use. */
export function parseMessage(line: string): ClaudeMessage | undefined {
  const message = parsed(line);
  if (!message) return undefined;
  switch (message['type']) {
    case 'system':
      return systemMessage(message);
    case 'assistant':
      return assistantMessage(recordOf(message['message']));
    case 'user':
      return toolResults(recordOf(message['message']));
    case 'control_request':
      return controlRequest(message);
    case 'control_response':
      return answer(recordOf(message['response']));
    case 'result':
      return result(message);
    default:
      return undefined;
  }
}

/** The request that a line, cut for its length, began with: it must not go unanswered. */
export function requestIdOf(cutLine: string): string | undefined {
  return /^\{"type":"control_request","request_id":"([\w-]{1,100})"/.exec(cutLine)?.[1];
}

/** All other messages begin with their type. Results hold every input that was denied, and say late what they are. */
export const mayBeResult = (cutLine: string): boolean => !/^\{"type":"(?!result")/.test(cutLine);

function systemMessage(message: Fields): ClaudeMessage | undefined {
  if (message['subtype'] === 'init') {
    return { type: 'started', sessionId: textOf(message['session_id']), model: textOf(message['model']) };
  }
  if (message['subtype'] !== 'api_retry') return undefined;
  const reason = [textOf(message['error']), countOf(message['error_status']) || ''].filter(Boolean).join(' ');
  return { type: 'retrying', attempt: countOf(message['attempt']), reason };
}

function assistantMessage(message: Fields): AssistantMessage {
  const texts = recordsOf(message['content'])
    .filter(({ type }) => type === 'text')
    .map(({ text }) => textOf(text));
  const usage = tokensOf(recordOf(message['usage']));
  return { type: 'assistant', id: textOf(message['id']), model: textOf(message['model']), texts, usage };
}

function toolResults(message: Fields): ClaudeMessage | undefined {
  const results = recordsOf(message['content'])
    .filter(({ type }) => type === 'tool_result')
    .map(({ content, is_error: isError }) => ({ text: contentText(content), isError: isError === true }));
  return results.length === 0 ? undefined : { type: 'toolResults', results };
}

const contentText = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : recordsOf(content)
        .map(({ text }) => textOf(text))
        .join('\n');

function controlRequest(message: Fields): ClaudeMessage {
  const request = recordOf(message['request']);
  return { type: 'request', requestId: textOf(message['request_id']), request: requestOf(request) };
}

function requestOf(request: Fields): ControlRequest {
  const subtype = textOf(request['subtype']);
  const id = optionalText(request['tool_use_id']);
  if (subtype === 'can_use_tool') {
    const asked = { id, tool: textOf(request['tool_name']), input: recordOf(request['input']), folder: undefined };
    return { kind: 'PERMISSION', asked };
  }
  const { hook_event_name: event, ...input } = recordOf(request['input']);
  if (subtype !== 'hook_callback' || event !== 'PreToolUse') return { kind: 'UNKNOWN', subtype };
  const asked = {
    id: id ?? optionalText(input['tool_use_id']),
    tool: textOf(input['tool_name']),
    input: recordOf(input['tool_input']),
    folder: optionalText(input['cwd']),
  };
  return { kind: 'HOOK', asked };
}

function answer(response: Fields): ClaudeMessage {
  const error = response['subtype'] === 'error' ? { error: textOf(response['error']) || 'an error' } : {};
  return { type: 'answer', requestId: textOf(response['request_id']), ...error };
}

function result(message: Fields): ResultMessage {
  const errors = Array.isArray(message['errors']) ? message['errors'].map(textOf).join('\n') : '';
  const models = Object.entries(recordOf(message['modelUsage'])).map(([name, usage]) =>
    modelUsage(name, recordOf(usage)),
  );
  const dearest = models.toSorted((one, other) => other.cost - one.cost)[0];
  return {
    type: 'result',
    subtype: textOf(message['subtype']),
    // Nothing but a plain "false" is a success.
    isError: message['is_error'] !== false,
    text: textOf(message['result']) || errors,
    apiStatus: countOf(message['api_error_status']) || undefined,
    terminalReason: textOf(message['terminal_reason']),
    totalCostMicros: Math.round(amountOf(message['total_cost_usd']) * 1_000_000),
    totalTokens: models.length === 0 ? undefined : models.map(({ tokens }) => tokens).reduce(added),
    runTokens: tokensOf(recordOf(message['usage'])),
    model: dearest?.name,
  };
}

const modelUsage = (name: string, usage: Fields) => ({
  name,
  cost: amountOf(usage['costUSD']),
  tokens: {
    inputTokens: countOf(usage['inputTokens']),
    outputTokens: countOf(usage['outputTokens']),
    cacheReadTokens: countOf(usage['cacheReadInputTokens']),
    cacheWriteTokens: countOf(usage['cacheCreationInputTokens']),
  },
});

const tokensOf = (usage: Fields): TokenCounts => ({
  inputTokens: countOf(usage['input_tokens']),
  outputTokens: countOf(usage['output_tokens']),
  cacheReadTokens: countOf(usage['cache_read_input_tokens']),
  cacheWriteTokens: countOf(usage['cache_creation_input_tokens']),
});

export const added = (one: TokenCounts, other: TokenCounts): TokenCounts => ({
  inputTokens: one.inputTokens + other.inputTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  cacheReadTokens: one.cacheReadTokens + other.cacheReadTokens,
  cacheWriteTokens: one.cacheWriteTokens + other.cacheWriteTokens,
});

type Fields = Readonly<Record<string, unknown>>;

function parsed(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const recordOf = (value: unknown): Fields => (isRecord(value) ? value : {});

const recordsOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isRecord) : []);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const optionalText = (value: unknown): string | undefined => textOf(value) || undefined;

const amountOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;

const countOf = (value: unknown): number => Math.round(amountOf(value));
