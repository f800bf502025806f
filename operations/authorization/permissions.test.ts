import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { repositoryRoot } from '../../local/repository.ts';
import { MATRIX, ruleOf, type Operation, type Rule } from './matrix.ts';

const PAGE = join(repositoryRoot, 'docs/permissions.md');
const HEADER = '| Operation | About | Person: least role | SERVICE key | AGENT key | EXECUTOR key | Execution token |';

const SCOPES: Readonly<Record<Rule['scope'], string>> = {
  PROJECT: 'a project',
  INSTALLATION: 'the installation',
  OWN: "the caller's own",
  ANYBODY: 'needs a secret of its own',
};

function row(operation: Operation): string {
  const { scope, least, kinds } = ruleOf(operation);
  const roleOf = (kind: 'PERSON' | 'SERVICE') => (kinds.includes(kind) ? (scope === 'OWN' ? 'any' : least) : '');
  const tick = (kind: 'AGENT' | 'EXECUTOR' | 'EXECUTION') => (kinds.includes(kind) ? 'yes' : '');
  const person = scope === 'ANYBODY' ? 'anybody' : roleOf('PERSON');
  const cells = [person, roleOf('SERVICE'), tick('AGENT'), tick('EXECUTOR'), tick('EXECUTION')];
  return `| \`${operation}\` | ${SCOPES[scope]} | ${cells.join(' | ')} |`;
}

const table = (): string =>
  [HEADER, `|${'---|'.repeat(7)}`, ...(Object.keys(MATRIX) as Operation[]).map(row)].join('\n');

// With UPDATE_DOCS set, the page is written anew.
it('the page about permissions shows the matrix as it is', () => {
  const page = readFileSync(PAGE, 'utf8');
  const intro = page.slice(0, page.indexOf('| Operation |'));
  const expected = `${intro}${table()}\n`;
  if (process.env['UPDATE_DOCS']) writeFileSync(PAGE, expected);
  else expect(page).toBe(expected);
});
