import { expect, it } from '@jest/globals';
import { countLines } from './count-lines.ts';

it('counts lines that come and go, also such as look like headers, and no headers', () => {
  const diff = '--- a/list.md\n+++ b/list.md\n@@ -1,2 +1,3 @@\n--- one\n+uno\n+due\n+++ tre\n same\n';
  expect(countLines(diff)).toEqual({ added: 3, removed: 1 });
});

it('counts nothing where nothing is said', () => {
  expect(countLines('')).toEqual({ added: 0, removed: 0 });
});
