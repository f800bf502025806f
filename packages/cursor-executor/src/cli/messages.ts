import type { Usage } from '@mission-control/executor-client';

/** The lines of `--output-format stream-json` that matter here. */
export type CliMessage =
  | { readonly kind: 'START'; readonly chat: string; readonly model?: string }
  | { readonly kind: 'TEXT'; readonly text: string }
  | { readonly kind: 'TOOL_CALL'; readonly words: string }
  | { readonly kind: 'RESULT'; readonly isError: boolean; readonly text: string; readonly usage?: Tokens };

export type Tokens = Pick<Usage, 'inputTokens' | 'outputTokens' | 'cacheReadTokens' | 'cacheWriteTokens'>;

const MAX_WORDS = 200;

type Json = Readonly<Record<string, unknown>>;

/** Reads one line; undefined for what is of no interest here, not known, or no JSON. */
export function readMessage(line: string): CliMessage | undefined {
  const message = parse(line);
  switch (message['type']) {
    case 'system':
      return message['subtype'] === 'init' ? start(message) : undefined;
    case 'assistant':
      return assistantText(message);
    case 'tool_call':
      return message['subtype'] === 'started' ? toolCall(message) : undefined;
    case 'result':
      return result(message);
    default:
      return undefined;
  }
}

function start({ session_id: chat, model }: Json): CliMessage | undefined {
  if (typeof chat !== 'string') return undefined;
  return { kind: 'START', chat, ...(typeof model === 'string' && { model: model.slice(0, 100) }) };
}

function assistantText({ message }: Json): CliMessage | undefined {
  const { content } = asRecord(message);
  const parts = Array.isArray(content) ? content.map(asRecord) : [];
  const text = parts.map((part) => (typeof part['text'] === 'string' ? part['text'] : '')).join('');
  return text === '' ? undefined : { kind: 'TEXT', text };
}

/** `{"shellToolCall": {"args": {"command": …}}}`, or `{"function": {"name": …, "arguments": …}}`. */
function toolCall({ tool_call: call }: Json): CliMessage | undefined {
  const [key, value] = Object.entries(asRecord(call)).find(([, one]) => typeof one === 'object') ?? [];
  if (key === undefined) return undefined;
  const { name, args, arguments: given } = asRecord(value);
  const tool = typeof name === 'string' ? name : key.replace(/ToolCall$/, '');
  return { kind: 'TOOL_CALL', words: `${tool} ${wordsOf(args ?? given)}`.trim() };
}

/** The argument that says most, or all of them. */
function wordsOf(given: unknown): string {
  if (typeof given === 'string') return shorten(given);
  const named = asRecord(given);
  const best = ['command', 'path', 'file_path', 'pattern', 'url', 'query'].find(
    (name) => typeof named[name] === 'string',
  );
  return shorten(best === undefined ? JSON.stringify(named) : String(named[best]));
}

const shorten = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > MAX_WORDS ? `${line.slice(0, MAX_WORDS - 1)}…` : line;
};

function result({ is_error: isError, result: text, usage }: Json): CliMessage {
  const tokens = tokensOf(usage);
  return {
    kind: 'RESULT',
    isError: isError !== false,
    text: typeof text === 'string' ? text : '',
    ...(tokens && { usage: tokens }),
  };
}

/** Newer versions tell tokens; older ones tell nothing. */
function tokensOf(usage: unknown): Tokens | undefined {
  if (typeof usage !== 'object' || usage === null) return undefined;
  const given = asRecord(usage);
  const count = (name: string): number => {
    const value = given[name];
    return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.round(value) : 0;
  };
  return {
    inputTokens: count('inputTokens'),
    outputTokens: count('outputTokens'),
    cacheReadTokens: count('cacheReadTokens'),
    cacheWriteTokens: count('cacheWriteTokens'),
  };
}

function parse(line: string): Json {
  try {
    return asRecord(JSON.parse(line));
  } catch {
    return {};
  }
}

const asRecord = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
