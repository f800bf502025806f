import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../local/repository.ts';
import { read, readCompose } from './files.test-support.ts';

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

const isThere = (path: string) => existsSync(join(repositoryRoot, path));
const instructions: readonly Instruction[] = read('Dockerfile')
  .replaceAll(/^\s*#.*\n/gm, '')
  .replaceAll(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => ({ name: line.split(' ', 1)[0] ?? '', rest: line.slice(line.indexOf(' ') + 1).trim() }));
const named = (name: string) => instructions.filter((one) => one.name === name).map(({ rest }) => rest);
const json = (name: string) =>
  JSON.parse(
    named(name)
      .at(-1)!
      .replace(/^.*?\[/, '['),
  ) as string[];

describe('Dockerfile', () => {
  it('copies what there is', () => {
    const sources = named('COPY').flatMap((rest) => {
      const [first = '', ...others] = rest.split(/\s+/);
      const paths = first.startsWith('--from=') ? others : [first, ...others];
      return paths.slice(0, -1).map((path) => path.replace(/^\/app\//, ''));
    });
    expect(sources.filter((path) => !isThere(path))).toEqual([]);
  });

  it('installs with the manifest of every workspace', () => {
    const manifests = readdirSync(join(repositoryRoot, 'packages')).map((name) => `packages/${name}/package.json`);
    for (const manifest of ['ui/package.json', ...manifests]) {
      expect(named('COPY').filter((rest) => rest.startsWith(manifest))).toHaveLength(1);
    }
  });

  it('runs on glibc, with a Node that package.json allows', () => {
    const [, version = '', variant = ''] = /^NODE_IMAGE=node:(\d+)-(\S+)$/.exec(named('ARG')[0] ?? '') ?? [];
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    expect(Number(version)).toBeGreaterThan(Number.parseInt(engines.node.replace('>=', ''), 10));
    expect(variant).toMatch(/slim$/);
    expect(variant).not.toContain('alpine');
    expect(named('FROM')).toEqual(['${NODE_IMAGE} AS build', '${NODE_IMAGE} AS run']);
  });

  it('runs as nobody special, under tini', () => {
    expect(named('USER')).toEqual(['node']);
    expect(json('ENTRYPOINT').slice(0, 2)).toEqual(['tini', '--']);
  });

  it('leaves development dependencies out', () => {
    expect(named('RUN').join('\n')).toMatch(/npm ci[\s\S]*node build\.mjs[\s\S]*npm prune --omit=dev/);
  });

  it('starts files that the build makes', () => {
    const [, , , main = ''] = json('ENTRYPOINT');
    expect(isThere(main)).toBe(true);
    for (const made of ['dist/workers/main.js', 'dist/api/main.js', 'dist/workflow-bundle.js']) {
      expect(isThere(made)).toBe(true);
    }
    expect(isThere(json('HEALTHCHECK')[1] ?? '')).toBe(true);
  });
});

/** Every role that compose gives the image is a command of its entry point. */
it.each(
  Object.entries(readCompose().services).flatMap(([name, { build, command = [] }]) =>
    build === undefined ? [] : [[name, command] as const],
  ),
)('the command of %s is one', (_, command) => {
  const [, , node = '', main = ''] = json('ENTRYPOINT');
  expect(node).toBe('node');
  const words = command.filter((word) => !word.startsWith('-')).slice(0, command[0] === 'key' ? 2 : 1);
  const { status } = spawnSync(process.execPath, [join(repositoryRoot, main), ...words, '--help']);
  expect(status).toBe(0);
});

it('.dockerignore keeps secrets and local data out, and lets in what the build needs', () => {
  const lines = read('.dockerignore').split('\n');
  for (const secret of ['.env', '.mission-control', '.git', '**/node_modules']) expect(lines).toContain(secret);
  const { include } = JSON.parse(readFileSync(join(repositoryRoot, 'tsconfig.json'), 'utf8')) as { include: string[] };
  const needed = [...include, 'ui', 'packages', 'docker', 'build.mjs', 'tsconfig.base.json', 'package-lock.json'];
  expect(needed.filter((path) => lines.includes(path))).toEqual([]);
});
