import { describe, expect, it } from '@jest/globals';
import { blockPattern, matchesAllowed, matchesBlocked } from './pattern.ts';
import { literal, unknownWords } from './word.ts';

const words = (command: string) => command.split(' ').map(literal);

describe('an allow rule', () => {
  it.each([
    ['git status', 'git status --short'],
    ['git', 'git push'],
    ['npm run', 'npm run build'],
    ['npm run test*', 'npm run test:unit'],
    ['npm run *:unit', 'npm run test:unit'],
    ['*', 'anything at all'],
    ['ls', '/bin/ls -la'],
    ['ls', '/usr/local/bin/ls'],
    ['./gradlew test', './gradlew test --info'],
    ['  git   status ', 'git status'],
  ])('%j names %j', (pattern, command) => {
    expect(matchesAllowed(pattern, words(command))).toBe(true);
  });

  it.each([
    ['git status', 'git'],
    ['git status', 'git statusx'],
    ['git status', 'gitstatus'],
    ['git status', 'git -C x status'],
    ['ls', 'lsof'],
    ['ls', './ls'],
    ['ls', '/tmp/ls'],
    ['ls', '/usr/bin/../../tmp/ls'],
    ['ls', '/bin/sub/ls'],
    ['npm run a*b*c', 'npm run acb'],
    ['npm run ab*b', 'npm run ab'],
    ['', 'ls'],
    ['ls', 'LS'],
  ])('%j does not name %j', (pattern, command) => {
    expect(matchesAllowed(pattern, words(command))).toBe(false);
  });

  it('names no word that is not written plainly', () => {
    expect(matchesAllowed('git status', [literal('git'), unknownWords('$x')])).toBe(false);
    expect(matchesAllowed('git *', [literal('git'), unknownWords('$x')])).toBe(false);
  });
});

describe('a block rule', () => {
  it.each([
    ['git push', 'git push origin main'],
    ['git push', '/usr/bin/git push'],
    ['git push', 'GIT push'],
    ['git push', 'git -C folder push'],
    ['git push', 'git --no-pager -c a=b push'],
    ['git push --force', 'git push origin main --force'],
    ['git push --force', 'git push --force=yes'],
    ['rm -rf', 'rm -f -r x'],
    ['rm -rf', 'rm -vfr x'],
    ['docker compose up', 'docker --debug compose --file x up'],
    ['npm run deploy*', 'npm --prefix x run deploy:live'],
    ['dd', 'dd if=x'],
    ['*', 'ls'],
  ])('%j finds %j', (pattern, command) => {
    expect(matchesBlocked(blockPattern(pattern), words(command))).toBe(true);
  });

  it.each([
    ['git push', 'git commit -m push'],
    ['git push', 'git pushx'],
    ['git push', 'git stash push'],
    ['dd', 'git add'],
    ['dd', 'add dd'],
    ['dd', 'echo dd'],
    ['git push --force', 'git push'],
    ['rm -rf', 'rm -r x'],
    ['rm -rf', 'rm --rf x'],
    ['', 'ls'],
  ])('%j does not find %j', (pattern, command) => {
    expect(matchesBlocked(blockPattern(pattern), words(command))).toBe(false);
  });
});
