import { tailOf } from '@mission-control/executor-host';
import type { ClaudeMessage } from './messages.ts';

const MAX_RESULT_LINES = 20;
const MAX_RESULT_CHARACTERS = 2000;

/** What a message is to those who watch; undefined for what they need not see. Calls of tools show when they are asked about. */
export function shown(message: ClaudeMessage): string | undefined {
  switch (message.type) {
    case 'started':
      return `Claude Code started with ${message.model}\n`;
    case 'assistant':
      return message.texts.map((text) => `${text}\n`).join('') || undefined;
    case 'toolResults':
      return message.results.map(({ text, isError }) => `${isError ? 'Error: ' : ''}${shortened(text)}\n`).join('');
    case 'retrying':
      return `The model's service does not answer (${message.reason}); asking again, ${message.attempt}\n`;
    default:
      return undefined;
  }
}

/** The beginning says most of a file, the end most of a command: the end is what is not seen elsewhere. */
function shortened(text: string): string {
  const lines = text.trimEnd().split('\n');
  const left = lines.length - MAX_RESULT_LINES;
  const kept = left > 0 ? [`[... ${left} lines left out ...]`, ...lines.slice(-MAX_RESULT_LINES)] : lines;
  return tailOf(kept.join('\n'), MAX_RESULT_CHARACTERS);
}
