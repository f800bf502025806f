interface Braces {
  readonly before: string;
  readonly options: readonly string[];
  readonly after: string;
}

/** "{src,test}/*.ts" as "src/*.ts" and "test/*.ts". Undefined when there are more than `most`. */
export function alternativesOf(pattern: string, most: number): readonly string[] | undefined {
  if (!pattern.includes('{')) return [pattern];
  const waiting = [pattern];
  const complete: string[] = [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const braces = firstBraces(next);
    if (braces === undefined) complete.push(next);
    else for (const option of braces.options) waiting.push(`${braces.before}${option}${braces.after}`);
    if (complete.length + waiting.length > most) return undefined;
  }
  return complete;
}

/** Braces without a comma, and those that are never closed, stand for themselves. */
function firstBraces(pattern: string): Braces | undefined {
  const [first] = pairsOf(pattern)
    .filter(({ commas }) => commas.length > 0)
    .sort((one, other) => one.start - other.start);
  if (!first) return undefined;
  const ends = [...first.commas, first.end];
  const options = ends.map((end, index) => pattern.slice((ends[index - 1] ?? first.start) + 1, end));
  return { before: pattern.slice(0, first.start), options, after: pattern.slice(first.end + 1) };
}

interface Pair {
  readonly start: number;
  readonly end: number;
  /** Where its own options are parted, not those of braces within. */
  readonly commas: readonly number[];
}

/** In one pass, so that a long text of open braces does not take long. */
function pairsOf(pattern: string): Pair[] {
  const pairs: Pair[] = [];
  const open: { readonly start: number; readonly commas: number[] }[] = [];
  for (const { 0: character, index } of pattern.matchAll(/[{},]/g)) {
    if (character === '{') open.push({ start: index, commas: [] });
    if (character === ',') open.at(-1)?.commas.push(index);
    const closed = character === '}' ? open.pop() : undefined;
    if (closed) pairs.push({ ...closed, end: index });
  }
  return pairs;
}
