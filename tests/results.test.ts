import { describe, expect, it } from '@jest/globals';
// @ts-expect-error plain JavaScript, since it runs before anything is built
import { countResults, withRepeated, worthRepeating } from './results.mjs';

const file = (name: string, ...statuses: string[]) => ({
  name,
  status: statuses.includes('failed') || statuses.length === 0 ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({ status })),
});
const report = (...testResults: object[]) => ({ testResults });

describe('a run of tests', () => {
  it('counts tests, and a file that could not run as one failure', () => {
    const run = report(file('a', 'passed', 'pending', 'todo'), file('b', 'passed', 'failed', 'failed'), file('c'));
    expect(countResults(run)).toEqual({ passed: 2, failed: 3, skipped: 2 });
  });

  it('repeats files that failed beside others, unless there are many', () => {
    expect(worthRepeating(report(file('a', 'passed'), file('b', 'failed'), file('c')))).toEqual(['b', 'c']);
    expect(worthRepeating(report(file('a', 'passed')))).toEqual([]);
    expect(worthRepeating(report(file('alone', 'failed')))).toEqual([]);
    const many = Array.from({ length: 7 }, (_, index) => file(`${index}`, 'failed'));
    expect(worthRepeating(report(...many))).toEqual([]);
  });

  it('takes what the repetition says of those files, and nothing else', () => {
    const first = report(file('a', 'passed'), file('b', 'failed', 'passed'), file('c', 'failed'));
    const again = report(file('b', 'passed', 'passed'), file('c', 'failed'));
    expect(countResults(withRepeated(first, again))).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });
});
