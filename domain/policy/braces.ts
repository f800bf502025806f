interface Braces {
  readonly before: string;
  readonly options: readonly string[];
  readonly after: string;
}

/** "{src,test}/*.ts" as "src/*.ts" and "test/*.ts". Undefined when there are more than `most`. */
export function alternativesOf(pattern: string, most: number): readonly string[] | undefined {
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
  for (let start = pattern.indexOf('{'); start !== -1; start = pattern.indexOf('{', start + 1)) {
    const commas = [start];
    const end = closingBrace(pattern, start, commas);
    if (end === undefined || commas.length === 1) continue;
    const ends = [...commas.slice(1), end];
    const options = ends.map((stop, index) => pattern.slice((commas[index] ?? start) + 1, stop));
    return { before: pattern.slice(0, start), options, after: pattern.slice(end + 1) };
  }
  return undefined;
}

/** Adds the places of the commas between the options to `commas`. */
function closingBrace(pattern: string, start: number, commas: number[]): number | undefined {
  let depth = 0;
  for (let index = start; index < pattern.length; index++) {
    const character = pattern[index];
    if (character === '{') depth++;
    if (character === '}' && --depth === 0) return index;
    if (character === ',' && depth === 1) commas.push(index);
  }
  return undefined;
}
