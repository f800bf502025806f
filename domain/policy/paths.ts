import type { DecisionKind } from './decision.ts';
import { type GlobAlternative, matchesSegments, readGlob } from './glob.ts';
import { type Location, locationsOf, pathProblem, type Surroundings } from './location.ts';
import { quote } from './quote.ts';
import type { PolicyField, PolicyRules } from './rules.ts';

/** What a policy says of one path or host. */
export interface Verdict {
  readonly decision: DecisionKind;
  readonly field: PolicyField;
  readonly match: string;
  /** A sentence for people. */
  readonly reason: string;
}

/** Of a path or host that no rule names, in what is kept of a decision. */
export const LONGEST_MATCH = 200;

export type PathRules = Pick<PolicyRules, 'readPaths' | 'writePaths' | 'pathsBlocked' | 'unlisted'>;

/** May this path be read (by `readPaths`) or written (by `writePaths`)? Never throws, whatever the text. */
export function judgePath(
  path: string,
  list: 'readPaths' | 'writePaths',
  rules: PathRules,
  surroundings: Surroundings,
): Verdict {
  const refusal = refusedPath(path, rules, surroundings);
  if (refusal) return refusal;
  const locations = locationsOf(path, surroundings);
  const match = rules[list].find((glob) => locations.every((location) => isAllowedBy(glob, location)));
  if (match !== undefined)
    return { decision: 'ALLOW', field: list, match, reason: `${quote(path)} is in ${list} (${quote(match)}).` };
  const reason = `No rule of ${list} names ${quote(path)}${outside(locations)}.`;
  return { decision: rules.unlisted, field: 'unlisted', match: path.slice(0, LONGEST_MATCH), reason };
}

/** Why nobody may touch a path, whatever is allowed; undefined when nothing forbids it. */
export function refusedPath(path: string, rules: PathRules, surroundings: Surroundings): Verdict | undefined {
  const problem = pathProblem(path);
  if (problem !== undefined) return blockedBy('unreadable', `The path ${quote(path)} cannot be judged: ${problem}.`);
  const locations = locationsOf(path, surroundings).map(foldedLocation);
  const match = rules.pathsBlocked.find((glob) => locations.some((location) => isBlockedBy(glob, location)));
  return match === undefined ? undefined : blockedBy(match, `${quote(path)} is blocked by the rule ${quote(match)}.`);
}

const blockedBy = (match: string, reason: string): Verdict => ({
  decision: 'DENY',
  field: 'pathsBlocked',
  match,
  reason,
});

const outside = (locations: readonly Location[]): string =>
  locations.every(({ inWorkspace }) => inWorkspace) ? '' : ', which is outside of the workspace';

/** A relative glob allows nothing outside of the workspace. */
function isAllowedBy(glob: string, location: Location): boolean {
  return (readGlob(glob) ?? []).some((alternative) => {
    const seen = seenFrom(alternative, location);
    return seen !== undefined && matchesSegments(alternative.segments, seen);
  });
}

function seenFrom(
  { root }: GlobAlternative,
  { inWorkspace, inHome, absolute }: Location,
): readonly string[] | undefined {
  if (root === 'FILE_SYSTEM') return absolute;
  return root === 'HOME' ? inHome : inWorkspace;
}

/** Blocks hold in any spelling, a leading double star anywhere, `~` in every home. A rule that nobody can read blocks everything. */
function isBlockedBy(glob: string, location: Location): boolean {
  const alternatives = readGlob(glob);
  if (alternatives === undefined) return true;
  return alternatives.some((alternative) =>
    everythingSeenFrom(alternative, location).some((seen) => matchesSegments(alternative.segments.map(folded), seen)),
  );
}

function everythingSeenFrom({ root }: GlobAlternative, location: Location): readonly (readonly string[])[] {
  const { inWorkspace, inHome, known } = location;
  const absolute = location.absolute ?? location.perhaps;
  switch (root) {
    case 'ANYWHERE':
      return present(known, inWorkspace);
    case 'HOME':
      return [...present(inHome), ...(absolute ? belowHomes(absolute) : [])];
    case 'FILE_SYSTEM':
      return present(absolute);
    case 'WORKSPACE':
      return present(inWorkspace);
  }
}

const present = (...lists: readonly (readonly string[] | undefined)[]): readonly (readonly string[])[] =>
  lists.filter((list) => list !== undefined);

const HOMES: readonly (readonly string[])[] = [
  ['root'],
  ['var', 'root'],
  ['home', '*'],
  ['users', '*'],
  ['?:', 'users', '*'],
];

/** What is left of an absolute path below the homes that it can be in. */
const belowHomes = (absolute: readonly string[]): readonly (readonly string[])[] =>
  HOMES.filter((home) => matchesSegments(home, absolute.slice(0, home.length))).map((home) =>
    absolute.slice(home.length),
  );

const foldedLocation = ({ inWorkspace, absolute, inHome, perhaps, known }: Location): Location => ({
  known: known.map(folded),
  ...(inWorkspace && { inWorkspace: inWorkspace.map(folded) }),
  ...(absolute && { absolute: absolute.map(folded) }),
  ...(inHome && { inHome: inHome.map(folded) }),
  ...(perhaps && { perhaps: perhaps.map(folded) }),
});

/** The same for names that some file system takes for the same. */
const folded = (segment: string): string =>
  withoutTail(
    segment
      .normalize('NFC')
      .toLowerCase()
      .replace(/\p{Cf}/gu, ''),
  );

function withoutTail(segment: string): string {
  let end = segment.length;
  while (segment[end - 1] === '.' || segment[end - 1] === ' ') end--;
  return segment.slice(0, end);
}
