/** Longer texts are prose, and tell nothing of where something goes. */
const LONGEST_TARGET = 253;

/** Does the name of a host, branch or environment say that it is production, as one of its words? "prod2" does as well. */
export function isProduction(name: string, productionTargets: readonly string[]): boolean {
  if (name.length > LONGEST_TARGET) return false;
  const words = wordsOf(name);
  const readings = [words, words.map((word) => word.replace(/\p{N}+$/u, ''))].map(
    (reading) => ` ${reading.join(' ')} `,
  );
  return productionTargets.some((target) => {
    const wanted = wordsOf(target).join(' ');
    return wanted !== '' && readings.some((reading) => reading.includes(` ${wanted} `));
  });
}

/** Could a text be a target at all? A sentence is not. */
export const looksLikeTarget = (text: string): boolean => text.length <= LONGEST_TARGET && !/\s/.test(text.trim());

/** "prodDb-eu2" as "prod", "db", "eu2". */
const wordsOf = (name: string): readonly string[] =>
  name
    .normalize('NFKC')
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
