import { posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_RULES } from './default-policy.ts';
import { judgePath, type PathRules } from './paths.ts';

const AT = { workspace: '/work/project' };

const rules = (changes: Partial<PathRules>): PathRules => ({
  readPaths: [],
  writePaths: [],
  pathsBlocked: [],
  unlisted: 'DENY',
  ...changes,
});

const isReadable = (path: string, readPaths: readonly string[], surroundings = AT): boolean =>
  judgePath(path, 'readPaths', rules({ readPaths }), surroundings).decision === 'ALLOW';

const isBlocked = (path: string, glob: string, surroundings: Parameters<typeof judgePath>[3] = AT): boolean =>
  judgePath(path, 'readPaths', rules({ readPaths: ['**', '/**', '~/**'], pathsBlocked: [glob] }), surroundings)
    .field === 'pathsBlocked';

describe('an allow rule', () => {
  it.each([
    ['src/**', 'src/a/b.ts'],
    ['src/**', './src//a/./b.ts'],
    ['src/**', 'test/../src/a.ts'],
    ['src/**', '/work/project/src/a.ts'],
    ['src/**', '../project/src/a.ts'],
    ['./src/**', 'src/a.ts'],
    ['src/**', 'src'],
    ['src/**', 'src/.hidden'],
    ['src/*.{ts,tsx}', 'src/a.tsx'],
    ['{src,test/{unit,end}}/**', 'test/end/a.ts'],
    ['src/[id]/(group)/*', 'src/[id]/(group)/page.tsx'],
    ['**', '.'],
    ['**/*.md', 'README.md'],
    ['src/**/test/*', 'src/a/b/test/c'],
    ['a?c', 'abc'],
    ['/srv/data/**', '/srv/data/2026/a.csv'],
    ['~/notes/**', '~/notes/a.md'],
    ['src/**', 'file:src/a.ts'],
    ['src/**', 'file:///work/project/src/a%2Ets'],
  ])('%s names %s', (glob, path) => {
    expect(isReadable(path, [glob])).toBe(true);
  });

  it.each([
    ['src/**', 'src/../../etc/passwd'],
    ['src/**', 'src/../secret.ts'],
    ['src/**', '/src/a.ts'],
    ['src/**', '/work/project2/src/a.ts'],
    ['src/**', 'srcx/a.ts'],
    ['src/**', 'SRC/a.ts'],
    ['src/*', 'src/a/b.ts'],
    ['src/a?b', 'src/a/b'],
    ['**', '/etc/passwd'],
    ['**', '../../etc/passwd'],
    ['**', '/work/project/../other/a'],
    ['**', '/work'],
    ['**', '~/notes/a.md'],
    ['**', '~'],
    ['**', 'file:///etc/passwd'],
    ['**', 'file://localhost/etc/passwd'],
    ['**', 'FILE:/etc/passwd'],
    ['**', 'src\\..\\..\\a'],
    ['**', 'C:\\Windows\\win.ini'],
    ['**', '\\\\server\\share'],
    ['src/**', 'other\\..\\src/a'],
    ['../shared/**', '../shared/a'],
    ['/srv/**', '/srv/../etc/passwd'],
    ['/srv/**', '~/../../srv/a'],
    ['~/notes/**', '/home/scout/notes/a.md'],
    ['~/notes/**', '~/notes/../.ssh/id_rsa'],
    ['src/[id]/*', 'src/i/page.tsx'],
    ['!src/**', 'test/a.ts'],
    ['', 'src/a.ts'],
    ['', ''],
    ['**', ''],
    ['**', ' '],
    ['**', 'src/a\0.ts'],
    ['**', 'src/a\n.ts'],
    ['**', 'src/a\u0085.ts'],
    ['**', 'src/\ud800'],
    ['**', 'a/'.repeat(3000)],
  ])('%j does not name %j', (glob, path) => {
    expect(isReadable(path, [glob])).toBe(false);
  });

  it('does not follow a relative path out of a workspace that nobody knows', () => {
    expect(isReadable('src/a.ts', ['src/**'], {} as typeof AT)).toBe(true);
    expect(isReadable('../src/a.ts', ['src/**', '**'], {} as typeof AT)).toBe(false);
    expect(isReadable('/work/project/src/a.ts', ['src/**', '**'], {} as typeof AT)).toBe(false);
  });

  it('takes a path from the folder that a command runs in', () => {
    const inFolder = (folder: string) => ({ ...AT, folder });
    expect(isReadable('../lib/a', ['lib/**'], inFolder('src'))).toBe(true);
    expect(isReadable('passwd', ['**'], inFolder('/etc'))).toBe(false);
    expect(isReadable('a', ['**'], inFolder('src/../..'))).toBe(false);
    expect(isReadable('/work/project/a', ['**'], inFolder('/etc'))).toBe(true);
  });
});

describe('a block rule', () => {
  it.each([
    ['**/.env', '.env'],
    ['**/.env', 'packages/api/.env'],
    ['**/.env', '/srv/.env'],
    ['**/.env', '~/.env'],
    ['**/.env', '../../.env'],
    ['**/.env', '.ENV'],
    ['**/.env', '.env. '],
    ['**/.env', '.e\u200cnv'],
    ['**/.env', 'a\\.env'],
    ['**/.env', 'src/../.env'],
    ['**/.env.*', '.env.local'],
    ['**/.git/**', '.git'],
    ['**/.git/**', '.GIT/hooks/pre-commit'],
    ['**/.git/**', 'vendor/thing/.git/config'],
    ['~/.ssh/**', '~/.ssh/id_rsa'],
    ['~/.ssh/**', '~scout/.ssh/id_rsa'],
    ['~/.ssh/**', '/home/scout/.ssh/id_rsa'],
    ['~/.ssh/**', '/root/.ssh/id_rsa'],
    ['~/.ssh/**', '/Users/scout/.ssh/id_rsa'],
    ['~/.ssh/**', 'C:\\Users\\scout\\.ssh\\id_rsa'],
    ['~/.ssh/**', '~root/.ssh'],
    ['/etc/**', '/etc/passwd'],
    ['/etc/**', '/etc'],
    ['/etc/**', '//etc//passwd'],
    ['/etc/**', '../../etc/passwd'],
    ['/etc/**', '../../../../../../etc/passwd'],
    ['/etc/**', '~/../../etc/passwd'],
    ['/etc/**', 'file:///etc/passwd'],
    ['/etc/**', 'file:///%65tc/passwd'],
    ['src/secret/**', 'src/secret/a'],
    ['src/secret/**', '/work/project/src/secret/a'],
    ['..', 'anything'],
    [`{${Array.from({ length: 70 }, (_, index) => index).join(',')}}`, 'anything'],
  ])('%s names %s', (glob, path) => {
    expect(isBlocked(path, glob)).toBe(true);
  });

  it.each([
    ['**/.env', 'environment.ts'],
    ['**/.env', '.environment'],
    ['**/.env.*', '.env'],
    ['/etc/**', 'etc/passwd'],
    ['/etc/**', '/work/project/etc/passwd'],
    ['src/secret/**', '/srv/src/secret/a'],
    ['~/.ssh/**', '.ssh/config'],
    ['**/.git/**', '.gitignore'],
    ['**/.git/**', '.github/workflows/test.yml'],
  ])('%s does not name %s', (glob, path) => {
    expect(isBlocked(path, glob)).toBe(false);
  });

  it('holds without a workspace', () => {
    expect(isBlocked('../../etc/passwd', '/etc/**', {})).toBe(true);
    expect(isBlocked('config', '**/.git/**', { folder: '.git' })).toBe(true);
  });
});

describe('a verdict', () => {
  const judge = (path: string, changes: Partial<PathRules> = {}) =>
    judgePath(path, 'writePaths', rules({ writePaths: ['src/**'], pathsBlocked: ['**/.env'], ...changes }), AT);

  it('says which rule decided, in words', () => {
    expect(judge('src/a.ts')).toEqual({
      decision: 'ALLOW',
      field: 'writePaths',
      match: 'src/**',
      reason: '`src/a.ts` is in writePaths (`src/**`).',
    });
    expect(judge('src/.env')).toEqual({
      decision: 'DENY',
      field: 'pathsBlocked',
      match: '**/.env',
      reason: '`src/.env` is blocked by the rule `**/.env`.',
    });
    expect(judge('docs/a.md').reason).toBe('No rule of writePaths names `docs/a.md`.');
    expect(judge('/srv/a').reason).toBe('No rule of writePaths names `/srv/a`, which is outside of the workspace.');
    expect(judge('src/\0').reason).toBe('The path `src/` cannot be judged: it has control characters.');
  });

  it('leaves what nobody listed to the policy', () => {
    expect(judge('docs/a.md')).toMatchObject({ decision: 'DENY', field: 'unlisted', match: 'docs/a.md' });
    expect(judge('docs/a.md', { unlisted: 'NEEDS_APPROVAL' }).decision).toBe('NEEDS_APPROVAL');
    expect(judge('src/.env', { unlisted: 'NEEDS_APPROVAL' }).decision).toBe('DENY');
  });
});

describe('whatever the path', () => {
  const segment = fc.constantFrom('..', '..', '.', '', 'work', 'project', 'src', 'etc', '...', '.env', 'a b');
  const path = fc.array(segment, { maxLength: 12 }).map((segments) => segments.join('/'));

  it('** allows what is in the workspace and nothing else', () => {
    fc.assert(
      fc.property(path, (inside) => {
        const leadsTo = posix.resolve('/work/project', inside);
        const isInside = leadsTo === '/work/project' || leadsTo.startsWith('/work/project/');
        expect(isReadable(inside, ['**'])).toBe(isInside && inside.trim() !== '');
      }),
    );
  });

  it('judging does not throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (anything, glob) => {
        const judged = rules({ readPaths: [glob], pathsBlocked: [glob] });
        expect(['ALLOW', 'DENY']).toContain(judgePath(anything, 'readPaths', judged, { workspace: glob }).decision);
      }),
    );
  });

  it('stars do not take long', () => {
    const long = 'a'.repeat(4000);
    expect(isReadable(long, [`${'*a'.repeat(200)}b`])).toBe(false);
    expect(isReadable('a/'.repeat(2000), [`${'**/a/'.repeat(90)}b`])).toBe(false);
  });

  it('nothing that the default rules block can be read or written', () => {
    const blocked = ['.env', '/etc/passwd', '/proc/self/environ', '~/.ssh/id_rsa', '.git/config', '/dev/sda'];
    for (const name of blocked) {
      expect(judgePath(name, 'readPaths', DEFAULT_RULES, AT).field).toBe('pathsBlocked');
      expect(judgePath(name, 'writePaths', DEFAULT_RULES, AT).field).toBe('pathsBlocked');
    }
  });
});
