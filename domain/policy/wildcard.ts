/**
 * Does the whole text match a pattern in which `*` stands for any characters and `?` for one? In time proportional to the
 * product of the lengths, whatever they hold: a regular expression with several stars would not be.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let lastStar = -1;
  let coveredByStar = 0;
  while (inText < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      lastStar = inPattern++;
      coveredByStar = inText;
    } else if (wanted === '?' || wanted === text[inText]) {
      inPattern++;
      inText++;
    } else if (lastStar === -1) {
      return false;
    } else {
      inPattern = lastStar + 1;
      inText = ++coveredByStar;
    }
  }
  while (pattern[inPattern] === '*') inPattern++;
  return inPattern === pattern.length;
}
