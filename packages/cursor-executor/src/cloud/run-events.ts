import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** Cursor sends a heartbeat far more often than this. */
const SILENCE_MS = 120_000;
const MAX_EVENT_CHARACTERS = 8 * 1024 * 1024;
const MAX_WORDS = 200;

/** How a stream of events ended: as a whole, or somewhere in it. */
export interface StreamEnd {
  readonly isWhole: boolean;
  /** The last event that had an id. */
  readonly lastEventId?: string;
}

/**
 * Reads the live events of a run and shows them.
 *
 * @param log gets what people may want to see
 * @throws the signal's reason; a lost connection is an end like others
 */
export async function readRunEvents(
  stream: ReadableStream<Uint8Array>,
  log: (text: string) => void,
  signal: AbortSignal,
): Promise<StreamEnd> {
  let lastEventId: string | undefined;
  let isWhole = false;
  const parser = createParser({
    maxBufferSize: MAX_EVENT_CHARACTERS,
    onEvent: (event) => {
      if (event.id) lastEventId = event.id;
      if (event.event === 'done' || event.event === 'result') isWhole = true;
      const words = wordsOf(event);
      if (words !== '') log(words);
    },
  });
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  const leave = () => void reader.cancel().catch(() => {});
  signal.addEventListener('abort', leave, { once: true });
  try {
    for (;;) {
      const silence = setTimeout(leave, SILENCE_MS);
      const { done, value } = await reader.read().finally(() => clearTimeout(silence));
      if (done) break;
      parser.feed(decoder.decode(value, { stream: true }));
    }
  } catch {
    // A connection that breaks ends the stream; the run goes on without it.
  } finally {
    signal.removeEventListener('abort', leave);
    leave();
  }
  signal.throwIfAborted();
  return { isWhole, ...(lastEventId !== undefined && { lastEventId }) };
}

function wordsOf({ event, data }: EventSourceMessage): string {
  const content = parse(data);
  switch (event) {
    case 'assistant':
      return textOf(content['text']);
    case 'tool_call':
      return content['status'] === 'running' ? `\n> ${textOf(content['name'])} ${argumentsOf(content['args'])}\n` : '';
    case 'error':
      return `\nCursor: ${textOf(content['message']) || textOf(content['code'])}\n`;
    default:
      return '';
  }
}

function argumentsOf(args: unknown): string {
  if (args === undefined || args === null) return '';
  const text = typeof args === 'string' ? args : JSON.stringify(args);
  return text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS - 1)}…` : text;
}

function parse(data: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(data);
    return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
