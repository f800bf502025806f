/** How many lines the diff of one file adds and takes away. */
export function countLines(diff: string): { readonly added: number; readonly removed: number } {
  // What comes before the first hunk are headers, whatever they begin with.
  const lines = diff.slice(Math.max(diff.search(/^@@ /m), 0)).split('\n');
  const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return { added: count('+'), removed: count('-') };
}
