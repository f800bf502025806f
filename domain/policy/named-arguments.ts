import type { ToolArguments } from './action.ts';
import { spelling } from './tools.ts';

const DEEPEST = 8;
const MOST_PARTS = 5000;

/** What was found under some names. */
export interface NamedTexts {
  readonly texts: readonly string[];
  /** Something under such a name is no text, or lies too deep: nobody can tell what it means. */
  readonly isUnclear: boolean;
}

const PATHS = spelled(
  'path paths file files file_path file_paths filename filenames target_file target_path absolute_path relative_path',
  'relative_workspace_path full_path real_path notebook_path file_uri directory directories dir folder target_directory',
  'root cwd output_path output_file',
);
const MOVES = spelled('source destination src dest from to source_path destination_path old_path new_path target');
const ADDRESSES = spelled(
  'url urls uri uris href host hosts hostname address endpoint base_url link links domain domains server proxy site',
);

/** Every path among the arguments, wherever it is nested. */
export const pathsIn = (given: ToolArguments, moves = false): NamedTexts =>
  textsNamed(given, (name) => PATHS.has(name) || (moves && MOVES.has(name)));

/** Every URL or host among the arguments. */
export const addressesIn = (given: ToolArguments): NamedTexts => textsNamed(given, (name) => ADDRESSES.has(name));

export const isPathName = (name: string): boolean => PATHS.has(spelling(name)) || MOVES.has(spelling(name));

/** The first argument of one of these names, however it is spelled; empty text and null count as left out. */
export function argumentNamed(given: ToolArguments, ...names: readonly string[]): unknown {
  const wanted = spelled(...names);
  return Object.entries(given).find(([name, value]) => wanted.has(spelling(name)) && isGiven(value))?.[1];
}

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== false && !(typeof value === 'string' && value.trim() === '');

/** Every text among the arguments that is not under a name that is left out. */
export const textsIn = (given: ToolArguments, isLeftOut: (name: string) => boolean): readonly string[] =>
  textsNamed(given, (name) => !isLeftOut(name)).texts;

function textsNamed(given: ToolArguments, isNamed: (spelling: string) => boolean): NamedTexts {
  const texts: string[] = [];
  let isUnclear = false;
  let parts = 0;
  const visit = (value: unknown, named: boolean, depth: number): void => {
    if (typeof value === 'string') {
      if (named) texts.push(value);
    } else if (typeof value !== 'object' || value === null) {
      isUnclear ||= named && isGiven(value);
    } else if (depth > DEEPEST || ++parts > MOST_PARTS) {
      isUnclear = true;
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item, named, depth + 1);
    } else {
      for (const [name, item] of Object.entries(value)) visit(item, isNamed(spelling(name)), depth + 1);
    }
  };
  visit(given, false, 0);
  return { texts, isUnclear };
}

function spelled(...names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((line) => line.split(' ')).map(spelling));
}
