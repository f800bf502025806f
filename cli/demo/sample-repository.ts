import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from './git.ts';

/** A small real project: JavaScript checked by TypeScript, so that its tests run without installing anything. */
const FILES: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify({ name: 'price-list', private: true, type: 'module', scripts: { test: 'node --test' } }, null, 2)}\n`,
  'tsconfig.json': `${JSON.stringify({ compilerOptions: { allowJs: true, checkJs: true, noEmit: true, module: 'nodenext', strict: true }, include: ['src', 'test'] }, null, 2)}\n`,
  'README.md': '# Price list\n\nAdds up prices.\n',
  'src/prices.js': `/**
 * @param {readonly number[]} prices in cents
 * @returns {number} cents
 */
export function calcTotal(prices) {
  return prices.reduce((sum, price) => sum + price, 0);
}
`,
  'src/invoice.js': `import { calcTotal } from './prices.js';

/**
 * @param {readonly number[]} prices in cents
 * @param {number} vatPercent
 * @returns {number} cents
 */
export function invoiceAmount(prices, vatPercent) {
  return Math.round(calcTotal(prices) * (1 + vatPercent / 100));
}
`,
  'test/invoice.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invoiceAmount } from '../src/invoice.js';
import { calcTotal } from '../src/prices.js';

test('adds up prices', () => {
  assert.equal(calcTotal([100, 250, 50]), 400);
});

test('adds VAT to the total', () => {
  assert.equal(invoiceAmount([100, 100], 19), 238);
});
`,
};

export interface DemoRepository {
  /** What the task's workspace names: executors clone from it and push to it. */
  readonly repositoryUrl: string;
  readonly baseBranch: string;
  readonly rename: { readonly from: string; readonly to: string };
  readonly setupCommand?: readonly string[];
  readonly testCommand: readonly string[];
}

/** Makes a repository with tests, and a bare remote that it is pushed to. */
export async function createSampleRepository(folder: string): Promise<DemoRepository> {
  const remote = join(folder, 'price-list.git');
  const working = join(folder, 'price-list');
  await mkdir(working, { recursive: true });
  for (const [path, content] of Object.entries(FILES)) {
    await mkdir(join(working, path, '..'), { recursive: true });
    await writeFile(join(working, path), content);
  }
  await git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', remote);
  await git(working, 'init', '--quiet', '--initial-branch=main');
  await git(working, 'add', '--all');
  await git(working, 'commit', '--quiet', '--message=Add up prices');
  await git(working, 'push', '--quiet', remote, 'main');
  return {
    repositoryUrl: remote,
    baseBranch: 'main',
    rename: { from: 'calcTotal', to: 'sumOfPrices' },
    testCommand: ['npm', 'test'],
  };
}
