import type { ToolArguments } from './action.ts';
import { argumentNamed } from './named-arguments.ts';

export interface ShellText {
  readonly commands: readonly string[];
  /** Something that belongs to the command cannot be read as text. */
  readonly isUnclear: boolean;
}

/**
 * What a tool for commands is asked to run, as a shell would be given it: a text, or a list of words, with further words in
 * `args`, after the variables in `env`.
 */
export function shellText(given: ToolArguments): ShellText {
  const commands = [
    ...ONE_COMMAND.map((name) => asWords(argumentNamed(given, name))),
    ...MANY_COMMANDS.flatMap((name) => asCommands(argumentNamed(given, name))),
  ].filter((command) => command !== '');
  const readable = commands.filter((command) => command !== undefined);
  const words = asWords(argumentNamed(given, 'args', 'arguments', 'argv', 'parameters'));
  const variables = asVariables(argumentNamed(given, 'env', 'environment', 'env_vars'));
  const hidesWords = words !== undefined && words !== '' && readable.some((command) => /[#<\n]/.test(command));
  return {
    commands: readable.map((command) => `${variables ?? ''}${command}${words ? ` ${words}` : ''}`),
    isUnclear: readable.length < commands.length || words === undefined || variables === undefined || hidesWords,
  };
}

const ONE_COMMAND = ['command', 'cmd', 'command_line', 'script', 'code', 'input'];
const MANY_COMMANDS = ['commands', 'cmds', 'scripts'];

/** Empty where nothing is given, undefined where it cannot be read. */
function asWords(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value ?? '';
  return isTexts(value) ? value.map(quoted).join(' ') : undefined;
}

function asCommands(value: unknown): readonly (string | undefined)[] {
  if (value === undefined || typeof value === 'string') return [value ?? ''];
  return isTexts(value) ? value : [undefined];
}

function asVariables(value: unknown): string | undefined {
  if (value === undefined) return '';
  const pairs = pairsOf(value);
  const isReadable = pairs.every(([name, content]) => /^[A-Za-z_]\w*$/.test(name) && isPrimitive(content));
  return isReadable ? pairs.map(([name, content]) => `${name}=${quoted(String(content))} `).join('') : undefined;
}

/** `{ "CI": "1" }` or `["CI=1"]`. */
function pairsOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (isTexts(value)) return value.map((text) => [text.split('=', 1)[0] ?? '', text.slice(text.indexOf('=') + 1)]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [['', value]];
}

const isPrimitive = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** As one word, whatever is in it. */
const quoted = (word: string): string =>
  /^[\w@%+:,./=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
