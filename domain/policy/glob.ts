import { alternativesOf } from './braces.ts';
import { matchesWildcard } from './wildcard.ts';

const MOST_CHARACTERS = 512;
const MOST_ALTERNATIVES = 64;

/** Where the paths begin that a glob can match. */
type GlobRoot = 'WORKSPACE' | 'ANYWHERE' | 'HOME' | 'FILE_SYSTEM';

/** One way to match a path: `*` and `?` stay within a segment, the segment `**` stands for any number of them. */
export interface GlobAlternative {
  readonly root: GlobRoot;
  readonly segments: readonly string[];
}

/** Why a glob cannot be used, as "must …", or undefined when it can. */
export function globProblem(glob: string): string | undefined {
  const read = takeApart(glob);
  return typeof read === 'string' ? read : undefined;
}

/**
 * A glob taken apart. Brackets, parentheses and `!` stand for themselves: names of folders have them.
 * Undefined when it cannot be used (`globProblem` says why).
 */
export function readGlob(glob: string): readonly GlobAlternative[] | undefined {
  const read = takeApart(glob);
  return typeof read === 'string' ? undefined : read;
}

function takeApart(glob: string): readonly GlobAlternative[] | string {
  if (glob.trim() === '') return 'must not be empty';
  if (glob.length > MOST_CHARACTERS) return `must have at most ${MOST_CHARACTERS} characters`;
  const alternatives = alternativesOf(glob, MOST_ALTERNATIVES)?.map(readAlternative);
  if (alternatives === undefined) return `must stand for at most ${MOST_ALTERNATIVES} alternatives`;
  return alternatives.some(({ segments }) => segments.includes('..')) ? 'must not contain ".."' : alternatives;
}

/** Do the segments of a path match those of a glob, all of them? */
export function matchesSegments(glob: readonly string[], path: readonly string[]): boolean {
  // Which beginnings of the path the glob so far can stand for, by their length.
  let reached = [true, ...path.map(() => false)];
  for (const wanted of glob) {
    reached = wanted === '**' ? afterAnyNumber(reached) : afterOne(reached, wanted, path);
  }
  return reached[path.length] === true;
}

const afterAnyNumber = (reached: readonly boolean[]): boolean[] => {
  const first = reached.indexOf(true);
  return reached.map((_, length) => first !== -1 && length >= first);
};

const afterOne = (reached: readonly boolean[], wanted: string, path: readonly string[]): boolean[] =>
  reached.map((_, length) => {
    const segment = path[length - 1];
    return segment !== undefined && reached[length - 1] === true && matchesWildcard(wanted, segment);
  });

function readAlternative(glob: string): GlobAlternative {
  const segments = segmentsOf(glob);
  if (segments[0] === '~') return { root: 'HOME', segments: segments.slice(1) };
  if (isAbsolute(glob)) return { root: 'FILE_SYSTEM', segments };
  return { root: segments[0] === '**' ? 'ANYWHERE' : 'WORKSPACE', segments };
}

const segmentsOf = (glob: string): readonly string[] =>
  glob.split('/').filter((segment) => segment !== '' && segment !== '.');

/** From the root of a file system: "/srv", "C:/". */
export const isAbsolute = (path: string): boolean => path.startsWith('/') || /^[A-Za-z]:(?:\/|$)/.test(path);
