/** What jest's JSON reports say, as far as a run needs it: `{ testResults: [{ name, status, assertionResults }] }`. */

/** More files than this are not bad luck. */
const MOST_REPEATED = 6;

/** Files that failed among others: what else ran beside them may be why. @returns paths, empty where none is worth it */
export function worthRepeating({ testResults }) {
  const failed = testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
  return testResults.length > 1 && failed.length <= MOST_REPEATED ? failed : [];
}

/** The first report with those files replaced that were run again. */
export function withRepeated(first, again) {
  const repeated = new Map(again.testResults.map((result) => [result.name, result]));
  return { testResults: first.testResults.map((result) => repeated.get(result.name) ?? result) };
}

/** Numbers of tests. A file that could not run at all counts as one failure. */
export function countResults({ testResults }) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of testResults) {
    const failedHere = assertionResults.filter((test) => test.status === 'failed').length;
    counts.passed += assertionResults.filter((test) => test.status === 'passed').length;
    counts.failed += status === 'failed' ? Math.max(failedHere, 1) : failedHere;
    counts.skipped += assertionResults.filter((test) => !['passed', 'failed'].includes(test.status)).length;
  }
  return counts;
}
