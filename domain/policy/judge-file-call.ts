import type { ToolArguments } from './action.ts';
import { alternativesOf } from './braces.ts';
import { type Finding, findingOf, risky, unclear } from './finding.ts';
import type { Surroundings } from './location.ts';
import { argumentNamed, type NamedTexts, pathsIn, textsIn } from './named-arguments.ts';
import { pathsOfPatch } from './patch-paths.ts';
import { judgePath } from './paths.ts';
import { quote } from './quote.ts';
import type { PolicyRules } from './rules.ts';
import { type KnownTool, spelling } from './tools.ts';

/** Everything that a tool reads or writes has to be allowed, and has to be named where nothing else tells what it is. */
export function judgeFileCall(
  tool: string,
  given: ToolArguments,
  known: KnownTool,
  rules: PolicyRules,
  surroundings: Surroundings,
): readonly Finding[] {
  const list = known.kind === 'READER' ? 'readPaths' : 'writePaths';
  const { texts, isUnclear, deletes } = touchedBy(given, known);
  const missing = texts.length === 0 && known.needsPath === true;
  // What reads without saying what reads the folder that it is in.
  const paths = texts.length === 0 && !missing ? ['.'] : texts;
  return [
    ...(missing ? [unclear(list, 'missing', `${quote(tool)} does not say which file it is about.`)] : []),
    ...(isUnclear ? [unclear(list, 'unclear', `Nobody can tell which files ${quote(tool)} is about.`)] : []),
    ...(deletes ? [risky('toolRisks', 'deletes', 'RED', `${quote(tool)} deletes a file.`)] : []),
    ...[...new Set(paths)].map((path) => findingOf(judgePath(path, list, rules, surroundings))),
  ];
}

interface Touched extends NamedTexts {
  readonly deletes?: boolean;
}

function touchedBy(given: ToolArguments, { pathsIn: where, moves }: KnownTool): Touched {
  const named = pathsIn(given, moves);
  if (where === 'PATTERN') return join(named, patternsIn(given));
  if (where === undefined) return named;
  const patches = textsIn(given, (name) => spelling(name).endsWith('path')).map(pathsOfPatch);
  const paths = patches.flatMap((patch) => patch.paths);
  return { ...join(named, { texts: paths, isUnclear: false }), deletes: patches.some(({ deletes }) => deletes) };
}

/** A glob is judged as the paths that it spells out: what `*` stands for is below them. */
function patternsIn(given: ToolArguments): NamedTexts {
  const pattern = argumentNamed(given, 'pattern', 'glob_pattern', 'query');
  if (pattern === undefined) return { texts: [], isUnclear: false };
  const alternatives = typeof pattern === 'string' ? alternativesOf(pattern, 64) : undefined;
  return { texts: alternatives ?? [], isUnclear: alternatives === undefined };
}

const join = (one: NamedTexts, other: NamedTexts): NamedTexts => ({
  texts: [...one.texts, ...other.texts],
  isUnclear: one.isUnclear || other.isUnclear,
});
