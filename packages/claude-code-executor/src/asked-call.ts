import { createHash } from 'node:crypto';
import type { ToolCall } from '@mission-control/executor-client';
import { placed, realPlace } from './asked-location.ts';
import type { AskedTool } from './messages.ts';

/** The names that policies use. */
const NAMES: Readonly<Record<string, string>> = {
  Bash: 'shell',
  Read: 'read_file',
  Write: 'write_file',
  Edit: 'edit_file',
  NotebookEdit: 'notebook_edit',
  Glob: 'glob',
  Grep: 'grep',
  WebFetch: 'web_fetch',
  WebSearch: 'web_search',
  Task: 'spawn_agent',
  Agent: 'spawn_agent',
};

const PATHS = ['file_path', 'notebook_path', 'path'];
/** They change nothing of what a command does; without them, the same command is the same call. */
const LEFT_OUT_OF_SHELL = ['description', 'timeout'];
/** Long texts that are written or asked, not run. */
const CONTENTS = ['content', 'old_string', 'new_string', 'new_source', 'prompt'];
/** Mission Control takes 16 KB of arguments. */
const MAX_ARGUMENTS = 15_000;
const MAX_CONTENT = 3000;
const MAX_SUMMARY = 300;

/** What a policy is asked about a tool that the model wants to use, in a policy's words. */
export async function policyCallOf(asked: AskedTool, workPlace: string): Promise<ToolCall> {
  const folder = asked.folder ?? workPlace;
  return {
    tool: NAMES[asked.tool] ?? asked.tool,
    arguments: fitting(await argumentsOf(asked, folder, workPlace)),
    workspace: workPlace,
    summary: summaryOf(asked),
  };
}

/** In words: "Bash: npm test". */
export function summaryOf({ tool, input }: AskedTool): string {
  const about = ['command', ...PATHS, 'pattern', 'url', 'query', 'description']
    .map((name) => input[name])
    .find((value) => typeof value === 'string' && value !== '');
  const words = typeof about === 'string' ? `${tool}: ${about}` : tool;
  // Control characters have no place in what people read.
  const line = words.replaceAll(/[\s\p{Cc}]+/gu, ' ').toWellFormed();
  return line.length > MAX_SUMMARY ? `${line.slice(0, MAX_SUMMARY - 1).toWellFormed()}…` : line;
}

type Arguments = Record<string, unknown>;

async function argumentsOf({ tool, input }: AskedTool, folder: string, workPlace: string): Promise<Arguments> {
  if (tool === 'Bash') return shellArguments(input, folder, workPlace);
  const given: Arguments = Object.fromEntries(
    Object.entries(input).map(([name, value]) => [argumentName(name), value]),
  );
  for (const name of PATHS) {
    const path = input[name];
    if (typeof path !== 'string' || path === '') continue;
    given[name] = placed(path, folder, workPlace);
    const real = await realPlace(path, folder, workPlace);
    if (real !== undefined) given['real_path'] = real;
  }
  if (tool === 'Glob') given['pattern'] = patternFrom(given, placed(folder, folder, workPlace));
  return given;
}

/** Grep has options like `-n`; names of arguments begin with a letter. */
const argumentName = (name: string): string => name.replace(/^-+/, '');

function shellArguments(input: AskedTool['input'], folder: string, workPlace: string): Arguments {
  const kept = Object.entries(input).filter(([name]) => !LEFT_OUT_OF_SHELL.includes(name));
  const cwd = placed(folder, folder, workPlace);
  return { ...Object.fromEntries(kept), ...(cwd !== '.' && { cwd }) };
}

/** From the work place, where a policy takes it to begin. What `..` after a star means is left to the policy. */
function patternFrom({ path, pattern }: Arguments, folder: string): unknown {
  const start = typeof path === 'string' && path !== '' ? path : folder;
  if (typeof pattern !== 'string' || start === '.' || pattern.startsWith('/')) return pattern;
  return `${start}/${pattern}`;
}

/** Cuts what is written where it is too long to be sent; the sum of it still tells it from everything else. */
function fitting(given: Arguments): Arguments {
  const readable = mapContents(given, (text) => text.toWellFormed().replaceAll('\u0000', '\uFFFD'));
  if (JSON.stringify(readable).length <= MAX_ARGUMENTS) return readable;
  return mapContents(readable, (text) => {
    if (text.length <= MAX_CONTENT) return text;
    const sum = createHash('sha256').update(text).digest('hex');
    const start = text.slice(0, MAX_CONTENT).toWellFormed();
    return `${start}\n[... ${text.length - MAX_CONTENT} more characters, sha256 of all: ${sum}]`;
  });
}

function mapContents(given: Arguments, map: (text: string) => string): Arguments {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      typeof value === 'string' && CONTENTS.includes(name) ? map(value) : value,
    ]),
  );
}
