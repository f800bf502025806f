import { describe, expect, it } from '@jest/globals';
import { FIRST_PAGE, nextCursor } from './change.ts';
import { changedFields, issueFields, type GithubIssue } from './issue.ts';
import { markerIn, withMarker } from './marker.ts';
import { summarizeChecks, summarizeReviews, taskKeyIn } from './pull-request.ts';
import { classify, DEFAULT_GITHUB_SETTINGS } from './settings.ts';
import { statusLabel } from './status-label.ts';
import { pullRequestBody, statusText } from './words.ts';

const issue = (fields: Partial<GithubIssue> = {}): GithubIssue => ({
  id: 1,
  number: 12,
  title: 'It is broken',
  body: '',
  labels: [],
  isClosed: false,
  url: 'https://github.invalid/acme/shop/issues/12',
  updatedAt: '2026-01-01T00:00:00Z',
  ...fields,
});
const fields = (given: Partial<GithubIssue>) => issueFields(issue(given), DEFAULT_GITHUB_SETTINGS);

describe('labels', () => {
  it.each([
    [[], 'ENGINEERING', 3],
    [['URGENT'], 'ENGINEERING', 1],
    [['bug', 'documentation'], 'DOCS', 3],
    [['urgent', 'Bug'], 'CODE_CHANGE', 1],
  ])('%j make a task %s of priority %i', (labels, type, priority) => {
    expect(classify(labels, DEFAULT_GITHUB_SETTINGS)).toEqual({ type, priority });
  });

  it('become names that a task can have; those of ours say nothing', () => {
    const labels = ['good first issue', 'área: dinheiro', '☃', 'a', 'a', statusLabel('IN_PROGRESS'), 'x'.repeat(60)];
    expect(fields({ labels }).labels).toEqual(['good-first-issue', 'a-rea:-dinheiro', 'a', 'x'.repeat(40)]);
    expect(statusLabel('IN_PROGRESS')).toBe('mission-control: in progress');
  });
});

describe('an issue', () => {
  it('has a title of one line and a text that a task can have', () => {
    expect(fields({ title: ' two\nlines\u0000 ' }).title).toBe('two lines');
    expect(fields({ title: '\u0007' }).title).toBe('Issue 12');
    expect(fields({ title: 'x'.repeat(300) }).title).toHaveLength(200);
    expect(fields({ body: 'a\r\nb\u0000\uD800' }).description).toBe('a\nb\uFFFD');
    const { description } = fields({ body: 'ü'.repeat(65_536) });
    expect(description).toHaveLength(20_000);
    expect(description).toMatch(/The rest is on GitHub: https:\S+\)$/);
  });

  it('changes only what it has changed itself', () => {
    const before = fields({ labels: ['a'] });
    expect(changedFields(before, fields({ labels: ['a'] }))).toBeUndefined();
    expect(changedFields(before, fields({ labels: ['urgent'] }))).toEqual({ labels: ['urgent'], priority: 1 });
  });
});

describe('pages', () => {
  it('go on at the last change, and by number only where all of a page changed at once', () => {
    expect(nextCursor(FIRST_PAGE, ['a', 'b'])).toEqual({ since: 'b', page: 1 });
    expect(nextCursor({ since: 'b', page: 1 }, ['b', 'b'])).toEqual({ since: 'b', page: 2 });
    expect(nextCursor({ since: 'b', page: 2 }, ['b', 'c'])).toEqual({ since: 'c', page: 1 });
  });
});

describe('a comment of ours', () => {
  it('is known by its mark', () => {
    expect(markerIn(withMarker('MC-1-M2', 'text'))).toBe('MC-1-M2');
    expect(markerIn(withMarker('status:MC-1:12', 'text'))).toBe('status:MC-1:12');
    expect(markerIn('text')).toBeUndefined();
  });
});

describe('a pull request', () => {
  const run = (status: string, conclusion: string | null = null) => ({ status, conclusion });

  it.each([
    [[], [], 'NONE'],
    [[run('completed', 'success'), run('completed', 'skipped'), run('completed', 'neutral')], ['success'], 'PASSED'],
    [[run('completed', 'success'), run('queued')], [], 'PENDING'],
    [[run('completed', 'success')], ['pending'], 'PENDING'],
    [[run('completed', 'timed_out'), run('in_progress')], [], 'FAILED'],
    [[run('completed', 'success')], ['error'], 'FAILED'],
  ])('with checks %j and statuses %j is %s', (runs, statuses, state) => {
    expect(summarizeChecks(runs, statuses).state).toBe(state);
  });

  it('counts the last word of each reviewer', () => {
    const reviews = [
      { login: 'a', state: 'CHANGES_REQUESTED' },
      { login: 'b', state: 'APPROVED' },
      { login: 'a', state: 'COMMENTED' },
      { login: 'c', state: 'APPROVED' },
      { login: 'c', state: 'DISMISSED' },
    ];
    expect(summarizeReviews(reviews)).toEqual({ approved: 1, changesRequested: 1 });
  });

  it.each([
    ['mc/MC-42-rename-parser', 'Rename', 'MC-42'],
    ['mc/mc-42-rename', 'Rename', 'MC-42'],
    ['feature', 'MC-42: rename', 'MC-42'],
    ['feature', '[MC-42] rename', 'MC-42'],
    ['feature', 'Rename as in MC-42', undefined],
    ['release-2', 'Release', 'RELEASE-2'],
    ['main', 'Rename', undefined],
  ])('from %s called "%s" is about %s', (branch, title, key) => {
    expect(taskKeyIn({ branch, title })).toBe(key);
  });
});

describe('what GitHub is told', () => {
  const task = {
    key: 'MC-1',
    title: 'Fix *it*',
    status: 'BLOCKED' as const,
    assignees: [{ kind: 'HUMAN' as const, id: 'a', name: 'Ann @acme' }],
    blockedReason: 'waits for @bob',
    workPlan: { bullets: ['find it', 'fix it'] },
  };

  it('calls nobody there', () => {
    const text = statusText(task, 'https://mc.invalid/p/shop/t/MC-1');
    expect(text).toContain('is **Blocked**');
    expect(text).not.toMatch(/@[a-z]/);
  });

  it('in a pull request is the plan, the issue and the task', () => {
    const body = pullRequestBody(task, { said: undefined, issue: 'acme/shop#12', url: 'https://mc.invalid/t' });
    expect(body).toBe(
      '## Plan\n\n- find it\n- fix it\n\nRefs acme/shop#12\n\nTask: [MC-1 · Fix \\*it\\*](https://mc.invalid/t)',
    );
  });
});
