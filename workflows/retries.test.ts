import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { ActivityOptions } from '@temporalio/workflow';
import { repositoryRoot } from '../local/repository.ts';
import { RETRIES, type ActivityName } from './retries.ts';

const PAGE = join(repositoryRoot, 'docs/retries.md');
const HEADER = '| Activity | One try | Tried again | Why |';

type Named = (typeof RETRIES)[keyof typeof RETRIES]['activities'][number];
const isComplete: ActivityName extends Named ? true : false = true;

function row({ activities, options, why }: { activities: readonly string[]; options: ActivityOptions; why: string }) {
  const { startToCloseTimeout = 'as long as the routing rule says', retry } = options;
  const names = activities.map((name) => `\`${name}\``).join(', ');
  return `| ${names} | ${String(startToCloseTimeout)} | ${inWords(retry ?? {})} | ${why} |`;
}

function inWords({
  maximumAttempts,
  initialInterval,
  backoffCoefficient = 2,
  maximumInterval,
}: ActivityOptions['retry'] & object) {
  if (maximumAttempts === 1) return 'no';
  return `after ${String(initialInterval)}, times ${backoffCoefficient} each time, at most ${String(maximumInterval)}; without end`;
}

// With UPDATE_DOCS set, the page is written anew.
it('the page about retries shows the table as it is, and the table has every activity', () => {
  const page = readFileSync(PAGE, 'utf8');
  const intro = page.slice(0, page.indexOf(HEADER));
  const rows = Object.values(RETRIES).map(row);
  const expected = `${intro}${[HEADER, '|---|---|---|---|', ...rows].join('\n')}\n`;
  if (process.env['UPDATE_DOCS']) writeFileSync(PAGE, expected);
  else expect(page).toBe(expected);
  expect(isComplete).toBe(true);
});
