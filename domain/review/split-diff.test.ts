import { expect, it } from '@jest/globals';
import { splitDiff } from './split-diff.ts';

const CHANGED = `diff --git a/src/a b.ts b/src/a b.ts
index 83db48f..bf269f4 100644
--- a/src/a b.ts\t
+++ b/src/a b.ts\t
@@ -1,2 +1,2 @@
---- b/not/a/header.ts
+++ /dev/null
 same
`;
const ADDED = `diff --git a/new.ts b/new.ts
new file mode 100644
index 0000000..257cc56
--- /dev/null
+++ b/new.ts
@@ -0,0 +1 @@
+foo
`;
const DELETED = `diff --git a/old.ts b/old.ts
deleted file mode 100644
index 257cc56..0000000
--- a/old.ts
+++ /dev/null
@@ -1 +0,0 @@
-foo
`;
const EMPTY = `diff --git a/empty b/empty
new file mode 100644
index 0000000..e69de29
`;
const RENAMED = `diff --git a/from.ts b/to.ts
similarity index 100%
rename from from.ts
rename to to.ts
`;

it('finds every file of a diff with what happens to it and its own part', () => {
  const files = splitDiff([CHANGED, ADDED, DELETED, EMPTY, RENAMED].join(''));
  expect(files).toEqual([
    { path: 'src/a b.ts', action: 'MODIFY', diff: CHANGED },
    { path: 'new.ts', action: 'ADD', diff: ADDED },
    { path: 'old.ts', action: 'DELETE', diff: DELETED },
    { path: 'empty', action: 'ADD', diff: EMPTY },
    { path: 'to.ts', action: 'MODIFY', diff: RENAMED },
  ]);
});

it('takes what diff -u writes, with times behind the names and line ends of Windows', () => {
  const one = '--- a.txt\t2026-01-01 10:00\r\n+++ a.txt\t2026-01-02 10:00\r\n@@ -1 +1 @@\r\n--- x\r\n+++ y\r\n';
  const two = '--- /dev/null\n+++ new.txt\t2026-01-02 10:00\n@@ -0,0 +1 @@\n+z\n';
  expect(splitDiff(`${one}${two}`)).toEqual([
    { path: 'a.txt', action: 'MODIFY', diff: one },
    { path: 'new.txt', action: 'ADD', diff: two },
  ]);
});

it.each(['', 'hello\n', '+ a\n- b\n'])('finds none in %j', (text) => {
  expect(splitDiff(text)).toEqual([]);
});
