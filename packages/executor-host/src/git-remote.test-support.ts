import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A bare repository with a small project, as GitHub would have it, and a folder for the executor. */
export interface GitRemote {
  readonly folder: string;
  readonly url: string;
  readonly workDir: string;
  /** Commits files to a branch, which is made from `main` when it is new. Returns the commit. */
  commit(branch: string, files: Record<string, string>): string;
  /** Text of a file on a branch. */
  show(branch: string, path: string): string;
  git(...parameters: string[]): string;
  remove(): void;
}

export const PROJECT: Record<string, string> = {
  'package.json': '{"name":"shop","type":"module","scripts":{"test":"node --test tests/"}}',
  'tsconfig.json':
    '{"compilerOptions":{"module":"nodenext","strict":true,"allowJs":true,"rewriteRelativeImportExtensions":true,"types":[]},"exclude":["tests"]}',
  'src/total.js':
    "// The total of a cart.\nexport const label = 'total';\nexport const total = (prices) => prices.length;\n",
  'src/cart.ts': "import { total } from './total.js';\nexport const cart = { total };\n",
  'tests/total.test.js':
    "import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { total } from '../src/total.js';\ntest('counts', () => assert.equal(total([1, 2]), 2));\n",
};

export function createGitRemote(): GitRemote {
  const folder = mkdtempSync(join(tmpdir(), 'codemod-'));
  const url = join(folder, 'remote.git');
  const clone = join(folder, 'seed');
  const run = (cwd: string, parameters: string[]) =>
    execFileSync('git', ['-c', 'user.name=Seed', '-c', 'user.email=seed@example.org', ...parameters], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  run(folder, ['init', '--quiet', '--bare', '--initial-branch=main', url]);
  run(folder, ['clone', '--quiet', url, clone]);
  const commit = (branch: string, files: Record<string, string>) => {
    run(clone, ['fetch', '--quiet', 'origin']);
    const known = run(clone, ['branch', '--remotes', '--list', `origin/${branch}`, 'origin/main']);
    const start = [branch, 'main'].find((name) => known.includes(`origin/${name}`));
    run(clone, ['checkout', '--quiet', '-B', branch, ...(start ? [`origin/${start}`] : [])]);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(clone, path)), { recursive: true });
      writeFileSync(join(clone, path), text);
    }
    run(clone, ['add', '--all']);
    run(clone, ['commit', '--quiet', '--message', 'Seed']);
    run(clone, ['push', '--quiet', 'origin', branch]);
    return run(clone, ['rev-parse', 'HEAD']).trim();
  };
  commit('main', PROJECT);

  return {
    folder,
    url,
    workDir: join(folder, 'work'),
    commit,
    show: (branch, path) => run(url, ['show', `${branch}:${path}`]),
    git: (...parameters) => run(url, parameters).trim(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
