import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../local/repository.ts';
import { startStack, type Stack } from '../../local/stack.ts';
import { temporaryFolder } from '../stack.test-support.ts';
import { interpolated, read, readCompose } from './files.test-support.ts';

const START_MS = 60_000;
/** A page has up to twenty commands, each a process of its own. */
const PAGE_MS = 180_000;
const pages = readdirSync(join(repositoryRoot, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);

/** The commands of a page, in order: fenced blocks that begin with ```sh test. */
const commandsOf = (page: string): string[] =>
  [...read(page).matchAll(/^```sh test\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
const pagesWithCommands = pages.filter((page) => commandsOf(page).length > 0);

describe('links', () => {
  it.each(pages)('of %s lead somewhere', (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g)].map(([, target = '']) => target);
    const missing = targets.filter((target) => !existsSync(join(repositoryRoot, dirname(page), target)));
    expect(missing).toEqual([]);
  });
});

it.each(pages)('%s names services of docker-compose.yml', (page) => {
  const named = [...read(page).matchAll(/docker compose (?:exec|run)(?: -[\w=-]+)* ([\w-]+)/g)].map(
    ([, name = '']) => name,
  );
  expect(named.filter((name) => !(name in readCompose().services))).toEqual([]);
});

describe('commands', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let stack: Stack | undefined;

  beforeAll(async () => {
    folder = await temporaryFolder();
    const environment = { ...process.env, TEMPORAL_ADDRESS: '', MONGODB_URI: '' };
    const dataDir = join(folder.path, 'data');
    stack = await startStack({ dataDir, port: 0, quiet: true, environment, executors: [] });
  }, START_MS);
  afterAll(async () => {
    await stack?.stop();
    await folder.remove();
  }, START_MS);

  it.each(pagesWithCommands)(
    'of %s work',
    async (page) => {
      const { code, output } = await run(page);
      expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
      const then = AFTERWARDS[page];
      if (then) await then(workFolder(page));
    },
    PAGE_MS,
  );

  const workFolder = (page: string) => join(folder.path, page.replaceAll('/', '-'));

  /** Runs a page in one shell, from a folder with what a checkout has and the docs use. */
  async function run(page: string): Promise<{ code: number; output: string }> {
    const cwd = workFolder(page);
    mkdirSync(join(cwd, 'bin'), { recursive: true });
    copyFileSync(join(repositoryRoot, '.env.example'), join(cwd, '.env.example'));
    const main = join(repositoryRoot, 'dist/cli/main.js');
    const command = `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`;
    writeFileSync(join(cwd, 'bin/mission-control'), command, { mode: 0o755 });
    const script = ['set -eu -o pipefail', ...commandsOf(page).map((block) => `set -x\n${block}`)].join('\n');
    const child = spawn('bash', ['-c', script], {
      cwd,
      env: {
        ...process.env,
        PATH: `${join(cwd, 'bin')}:${process.env['PATH']}`,
        MISSION_CONTROL_URL: stack?.url,
        MISSION_CONTROL_TOKEN: stack?.ownerToken,
        MONGODB_URI: stack?.mongodbUri,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    const [code] = (await once(child, 'close')) as [number];
    return { code, output };
  }

  /** What must be so after a page's commands, beside that they succeed. */
  const AFTERWARDS: Readonly<Record<string, (folder: string) => void | Promise<void>>> = {
    'docs/deployment.md': (cwd) => {
      const filled = new Set(
        [...readFileSync(join(cwd, '.env'), 'utf8').matchAll(/^([A-Z_]+)=\w{32,}$/gm)].map(([, name]) => name),
      );
      const required = [...interpolated()].filter(([, need]) => need === 'REQUIRED').map(([name]) => name);
      expect(required.filter((name) => !filled.has(name))).toEqual([]);
    },
    'docs/executors.md': async () => {
      const headers = { authorization: `Bearer ${stack?.ownerToken}` };
      const answer = await fetch(`${stack?.url}/api/v1/tasks/DOC-1`, { headers });
      expect(await answer.json()).toMatchObject({ status: 'REVIEW', deliverable: { artifacts: [{ size: 23 }] } });
    },
  };
});
