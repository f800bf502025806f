import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../../tests/stack.test-support.ts';
import { freePort } from '../ports.ts';
import { terminalProgress } from '../progress.ts';
import { firstFound, NotProvisioned, type ProvisionContext } from './attempt.ts';
import { lookForChromium } from './chromium.ts';
import { ferretdbFolder } from './ferretdb.ts';
import { lookForMongodb } from './mongodb.ts';
import { lookForTemporal, provisionTemporal } from './temporal.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let listener: Server | undefined;

beforeEach(async () => void (folder = await temporaryFolder()));
afterEach(async () => {
  listener?.close();
  await folder.remove();
});

const at = (...names: string[]) => join(folder.path, ...names);

function context(environment: NodeJS.ProcessEnv = {}): ProvisionContext {
  return {
    environment: { PATH: at('bin'), ...environment },
    cacheFolder: at('cache'),
    progress: terminalProgress({ quiet: true }),
  };
}

function program(path: string, script = 'exit 0'): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

async function listeningAddress(): Promise<string> {
  listener = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => listener!.once('listening', resolve));
  return `127.0.0.1:${(listener.address() as AddressInfo).port}`;
}

describe('Temporal', () => {
  it('is the address in the environment before anything else', async () => {
    program(at('bin/temporal'));
    const address = await listeningAddress();
    expect(await lookForTemporal(context({ TEMPORAL_ADDRESS: address }))).toEqual({
      step: 'environment',
      value: { address },
    });
  });

  it('is not replaced by another one when nothing answers at the address that was set', async () => {
    program(at('bin/temporal'));
    const address = `127.0.0.1:${await freePort()}`;
    await expect(provisionTemporal(context({ TEMPORAL_ADDRESS: address }))).rejects.toThrow(
      `TEMPORAL_ADDRESS is ${address}`,
    );
  });

  it('is the binary on PATH before the cache', async () => {
    const binary = program(at('bin/temporal'));
    program(at('cache/temporal-1.5.1/temporal'));
    expect(await lookForTemporal(context())).toEqual({ step: 'path', value: { binary } });
  });

  it('is what an earlier run put into the cache', async () => {
    const binary = program(at('cache/temporal-1.5.1/temporal'));
    expect(await lookForTemporal(context())).toEqual({ step: 'cache', value: { binary } });
  });

  it('is not found by looking when it is nowhere', async () => {
    expect(await lookForTemporal(context())).toBeUndefined();
  });
});

describe('the MongoDB engine', () => {
  it('is the address in the environment, if one of its hosts answers', async () => {
    const uri = `mongodb://user:secret@127.0.0.1:${await freePort()},${await listeningAddress()}/tasks`;
    expect(await lookForMongodb(context({ MONGODB_URI: uri }), at('data'))).toEqual({
      step: 'environment',
      value: { uri },
    });
  });

  it('never repeats credentials when nothing answers', async () => {
    const uri = `mongodb://user:secret@127.0.0.1:${await freePort()}`;
    const look = lookForMongodb(context({ MONGODB_URI: uri }), at('data'));
    await expect(look).rejects.toThrow(/^MONGODB_URI names 127\.0\.0\.1:\d+, but nothing answers there/);
  });

  it('is mongod on PATH for new data', async () => {
    const mongod = program(at('bin/mongod'));
    mkdirSync(ferretdbFolder(at('cache')), { recursive: true });
    expect(await lookForMongodb(context(), at('data'))).toEqual({ step: 'path', value: { mongod } });
  });

  it('stays the engine that wrote the data, whatever was installed since', async () => {
    program(at('bin/mongod'));
    mkdirSync(at('data/postgresql'), { recursive: true });
    mkdirSync(ferretdbFolder(at('cache')), { recursive: true });
    const found = await lookForMongodb(context(), at('data'));
    expect(found).toEqual({ step: 'cache', value: { ferretdb: ferretdbFolder(at('cache')) } });
  });
});

it('takes a Chromium by its path, and refuses one that cannot be run', async () => {
  const path = program(at('chromium'));
  expect(await lookForChromium(context({ CHROMIUM_PATH: path }))).toEqual({ step: 'environment', value: path });
  await expect(lookForChromium(context({ CHROMIUM_PATH: at('missing') }))).rejects.toThrow(/CHROMIUM_PATH/);
});

describe('attempts', () => {
  const failing = { step: 'download', find: () => Promise.reject(new Error('no route')) } as const;
  const working = { step: 'build', find: async () => 'built' } as const;

  it('go on after one that failed', async () => {
    expect(await firstFound([failing, working], context())).toEqual({ step: 'build', value: 'built' });
  });

  it('stop when they are interrupted', async () => {
    const signal = AbortSignal.abort();
    await expect(firstFound([failing, working], { ...context(), signal })).rejects.toThrow(/aborted/);
  });

  it('end in the three ways out', () => {
    const error = new NotProvisioned('A server', {
      variable: 'SERVER_URL',
      binary: 'serverd',
      reasons: ['it needs Go'],
    });
    expect(error.message).toMatch(/it needs Go(?:.|\n)*SERVER_URL(?:.|\n)*`serverd`(?:.|\n)*docker compose/);
  });
});
