import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { renameSymbol } from './rename-symbol.ts';

type Files = Record<string, string>;

const tsconfig = JSON.stringify({
  compilerOptions: {
    module: 'nodenext',
    strict: true,
    rewriteRelativeImportExtensions: true,
    outDir: 'dist',
    types: [],
  },
  include: ['src'],
  exclude: ['**/*.test.ts'],
});
const esm = { 'tsconfig.json': tsconfig, 'package.json': '{"name":"shop","type":"module"}' };
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rename-'));
});

afterEach(() => rmSync(root, { recursive: true }));

function write(files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Renames `total` to `sum` unless told otherwise and returns the changed files. */
function rename(files: Files, request: { from?: string; to?: string; file?: string } = {}, base: Files = esm): Files {
  const all = { ...base, ...files };
  write(all);
  const result = renameSymbol({ root, paths: Object.keys(all), from: 'total', to: 'sum', ...request });
  return Object.fromEntries(result.files.map(({ path, text }) => [path, text]));
}

const declaration = 'export function total(prices: number[]): number { return prices.length; }\n';
const renamedDeclaration = declaration.replace('total', 'sum');

describe('what is renamed', () => {
  test('imports, calls, types, and tests that the tsconfig excludes', () => {
    expect(
      rename({
        'src/total.ts': declaration,
        'src/cart.ts': `import { total } from './total.ts';\nexport type Total = typeof total;\nconsole.log(total([1]));\n`,
        'src/total.test.ts': `import { total } from './total.ts';\ntotal([2]);\n`,
        'tests/deep/total.test.js': `import { total } from '../../src/total.ts';\ntotal([3]);\n`,
      }),
    ).toEqual({
      'src/total.ts': renamedDeclaration,
      'src/cart.ts': `import { sum } from './total.ts';\nexport type Total = typeof sum;\nconsole.log(sum([1]));\n`,
      'src/total.test.ts': `import { sum } from './total.ts';\nsum([2]);\n`,
      'tests/deep/total.test.js': `import { sum } from '../../src/total.ts';\nsum([3]);\n`,
    });
  });

  test('through re-exports, but aliases keep their name', () => {
    expect(
      rename({
        'src/total.ts': declaration,
        'src/index.ts': `export { total } from './total.ts';\nexport { total as grand } from './total.ts';\n`,
        'src/all.ts': `export * from './index.ts';\n`,
        'src/use.ts': `import { total, grand } from './all.ts';\nimport * as all from './all.ts';\ntotal([]); grand([]); all.total([]);\nexport { total };\n`,
      }),
    ).toMatchObject({
      'src/index.ts': `export { sum } from './total.ts';\nexport { sum as grand } from './total.ts';\n`,
      'src/use.ts': `import { sum, grand } from './all.ts';\nimport * as all from './all.ts';\nsum([]); grand([]); all.sum([]);\nexport { sum };\n`,
    });
  });

  test('a shorthand property keeps the property', () => {
    const use = (shorthand: string, name: string) =>
      `import { ${name} } from './total.ts';\nexport const box: { total: unknown } = { ${shorthand} };\nexport const { total: mine } = box;\n`;
    expect(rename({ 'src/total.ts': declaration, 'src/use.ts': use('total', 'total') })['src/use.ts']).toBe(
      use('total: sum', 'sum'),
    );
  });

  test('strings, comments, properties and other scopes stay', () => {
    const rest = `// total\nexport const label = 'total';\nexport const box = { total: 1 };\nexport const f = (total: number) => total;\n`;
    expect(rename({ 'src/total.ts': declaration + rest })).toEqual({ 'src/total.ts': renamedDeclaration + rest });
  });

  test('something that is not exported, and a merged declaration', () => {
    const file = (name: string) =>
      `const ${name} = 1;\ntype ${name} = typeof ${name};\nexport const twice: ${name} = ${name};\n`;
    expect(rename({ 'src/a.ts': file('total') })).toEqual({ 'src/a.ts': file('sum') });
  });

  test('overloads, as one', () => {
    const file = (name: string) =>
      `export function ${name}(a: string): string;\nexport function ${name}(a: number): number;\nexport function ${name}(a: never): never { return a; }\n`;
    expect(rename({ 'src/a.ts': file('total') })).toEqual({ 'src/a.ts': file('sum') });
  });

  test('a member of an interface with its implementations', () => {
    const file = (name: string) =>
      `export interface Cart { ${name}(): number }\nexport class Basket implements Cart { ${name}() { return 1; } }\nexport const n = new Basket().${name}();\n`;
    expect(rename({ 'src/a.ts': file('total') })).toEqual({ 'src/a.ts': file('sum') });
  });

  test('a top-level declaration, rather than a member of the same name', () => {
    const other = `export interface Bill { total: number }\n`;
    expect(rename({ 'src/total.ts': declaration, 'src/bill.ts': other })).toEqual({
      'src/total.ts': renamedDeclaration,
    });
  });

  test('JSX components and decorated default exports', () => {
    const file = (name: string) =>
      `export default function ${name}() { return null; }\nexport const page = () => <${name}></${name}>;\n`;
    expect(rename({ 'src/a.tsx': file('Total') }, { from: 'Total', to: 'Sum' })).toEqual({ 'src/a.tsx': file('Sum') });
  });

  test('across workspace packages that are neither built nor linked', () => {
    const config = '{"compilerOptions":{"module":"nodenext","rootDir":"src","outDir":"dist","types":[]}}';
    const manifest =
      '{"name":"@shop/total","type":"module","exports":{".":{"types":"./dist/index.d.ts","default":"./dist/index.js"}}}';
    expect(
      rename({
        'packages/total/package.json': manifest,
        'packages/total/tsconfig.json': config,
        'packages/total/src/index.ts': declaration,
        'packages/total/test.mjs': `import { total } from './dist/index.js';\ntotal([]);\n`,
        'src/use.ts': `import { total } from '@shop/total';\ntotal([]);\n`,
      }),
    ).toEqual({
      'packages/total/src/index.ts': renamedDeclaration,
      'packages/total/test.mjs': `import { sum } from './dist/index.js';\nsum([]);\n`,
      'src/use.ts': `import { sum } from '@shop/total';\nsum([]);\n`,
    });
  });

  test('through the paths of a nested tsconfig.json', () => {
    const nested = '{"compilerOptions":{"module":"esnext","moduleResolution":"bundler","paths":{"@/*":["./src/*"]}}}';
    expect(
      rename({
        'ui/tsconfig.json': nested,
        'ui/src/total.ts': declaration,
        'ui/src/use.ts': `export { total } from '@/total';\n`,
      }),
    ).toMatchObject({ 'ui/src/use.ts': `export { sum } from '@/total';\n` });
  });

  test('bytes around it stay: byte order mark, line ends, characters of any width', () => {
    const file = (name: string) => `\uFEFF/* 💶 äöü */\r\nexport const ${name} = '€';\r\n`;
    expect(rename({ 'src/a.ts': file('total') })).toEqual({ 'src/a.ts': file('sum') });
  });
});

describe('what is refused', () => {
  const refusal = (files: Files, request?: Parameters<typeof rename>[1], base?: Files): unknown => {
    try {
      return rename(files, request, base);
    } catch (error) {
      return error;
    }
  };

  test.each(['2nd', 'a-b', '', 'class', 'await', 'a b', 'a;', '--to', 'yield', '#total', '"x"'])(
    'the name %p',
    (to) => {
      expect(refusal({ 'src/total.ts': declaration }, { to })).toMatchObject({ code: 'INVALID_NAME' });
    },
  );

  test.each(['naïve', '$', '_', 'of', 'type', 'größe'])('but not the name %p', (to) => {
    expect(rename({ 'src/total.ts': declaration }, { to })['src/total.ts']).toContain(`function ${to}(`);
  });

  test('the same name', () => {
    expect(refusal({ 'src/total.ts': declaration }, { to: 'total' })).toMatchObject({ code: 'INVALID_NAME' });
  });

  test('a repository without tsconfig.json', () => {
    expect(refusal({ 'src/total.ts': declaration }, {}, {})).toMatchObject({ code: 'NO_PROJECT' });
  });

  test('a name that nobody declares', () => {
    const files = { 'src/a.ts': `console.log('total');\n` };
    expect(refusal(files)).toMatchObject({ code: 'NOT_FOUND', message: 'No declaration of "total" was found' });
  });

  test('a name that is declared twice, unless the file is named', () => {
    const files = { 'src/a.ts': declaration, 'src/b.ts': `\n${declaration}` };
    expect(refusal(files)).toMatchObject({
      code: 'AMBIGUOUS',
      message: expect.stringMatching(/src\/a\.ts:1, src\/b\.ts:2/),
    });
    expect(rename(files, { file: 'src/b.ts' })).toEqual({ 'src/b.ts': `\n${renamedDeclaration}` });
    expect(refusal(files, { file: 'src/c.ts' })).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('src/a.ts:1, src/b.ts:2'),
    });
  });

  test.each([
    ['another declaration in the file', { 'src/a.ts': `${declaration}const sum = 1;\n` }],
    [
      'an import of that name',
      { 'src/a.ts': `import { sum } from './b.ts';\n${declaration}`, 'src/b.ts': 'export const sum = 1;\n' },
    ],
    [
      'a declaration in a file that imports it',
      { 'src/a.ts': declaration, 'src/b.ts': `import { total } from './a.ts';\nlet sum = 0;\nsum += total([]);\n` },
    ],
    ['a local that would hide it', { 'src/a.ts': `${declaration}export const f = (sum: number) => total([sum]);\n` }],
    [
      'a global that it would hide',
      { 'src/a.ts': `${declaration}export const x = sum;\n`, 'src/g.d.ts': 'declare const sum: number;\n' },
    ],
    ['a merging interface', { 'src/a.ts': 'export interface total { a: 1 }\ninterface sum { b: 1 }\n' }],
    [
      'another export of a module that re-exports it',
      { 'src/a.ts': declaration, 'src/b.ts': `export { total } from './a.ts';\nexport const sum = 1;\n` },
    ],
  ])('a collision with %s', (_what, files: Files) => {
    expect(refusal(files)).toMatchObject({ code: 'COLLISION', message: expect.stringContaining('"sum" at src/') });
  });

  test('but not the same name in a scope that does not meet it', () => {
    const scope = `export function other() { const sum = 1; return sum; }\n`;
    expect(rename({ 'src/a.ts': declaration + scope })['src/a.ts']).toBe(renamedDeclaration + scope);
  });

  test('a file that is not UTF-8', () => {
    write({ ...esm, 'src/a.ts': '' });
    writeFileSync(join(root, 'src/a.ts'), Buffer.from("export const total = '\xe4';", 'latin1'));
    expect(() => renameSymbol({ root, paths: [...Object.keys(esm), 'src/a.ts'], from: 'total', to: 'sum' })).toThrow(
      'src/a.ts is not UTF-8',
    );
  });

  test('a member that comes from a dependency', () => {
    const files = {
      'src/a.ts': `import type { Cart } from 'carts';\nexport const cart: Cart = { total: 1 };\n`,
    };
    write({
      'node_modules/carts/package.json': '{"types":"i.d.ts"}',
      'node_modules/carts/i.d.ts': 'export interface Cart { total: number }',
    });
    expect(refusal(files)).toMatchObject({ code: 'NOT_RENAMABLE' });
  });
});
