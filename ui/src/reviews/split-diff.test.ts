import { expect, it } from '@jest/globals';
import { countLines, splitDiff } from './split-diff.ts';

const GIT = `diff --git a/src/a.ts b/src/a.ts
index 1..2 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -1 +1,2 @@
-one
+uno
+due
diff --git a/new.md b/new.md
new file mode 100644
--- /dev/null
+++ b/new.md
@@ -0,0 +1 @@
+hello
diff --git a/old.md b/old.md
deleted file mode 100644
--- a/old.md
+++ /dev/null
@@ -1 +0,0 @@
-bye
`;

it('splits what git writes into its files', () => {
  expect(splitDiff(GIT).map(({ path, action }) => `${action} ${path}`)).toEqual([
    'MODIFY src/a.ts',
    'ADD new.md',
    'DELETE old.md',
  ]);
  expect(
    splitDiff(GIT)
      .map(({ diff }) => diff)
      .join(''),
  ).toBe(GIT);
});

it('takes what diff -u writes, with times behind the names and line ends of Windows', () => {
  const plain = '--- a.txt\t2026-01-01 10:00\r\n+++ a.txt\t2026-01-02 10:00\r\n@@ -1 +1 @@\r\n-x\r\n+y\r\n';
  expect(splitDiff(plain)).toEqual([{ path: 'a.txt', action: 'MODIFY', diff: plain.replaceAll('\r\n', '\n') }]);
});

it('finds nothing in a text that is no diff', () => {
  expect(splitDiff('please change the title')).toEqual([]);
  expect(splitDiff('')).toEqual([]);
});

it('counts lines that come and go, and no headers', () => {
  expect(countLines(splitDiff(GIT)[0]?.diff ?? '')).toEqual({ added: 2, removed: 1 });
});
