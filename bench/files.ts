import { randomBytes } from 'node:crypto';
import { createReadStream, openAsBlob } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import mongoose from 'mongoose';
import { connectDriver, type Db } from './database.ts';
import { absolute, note, ratio, type Figure } from './figure.ts';
import { connectHttp } from './http-client.ts';
import { usageOf } from './process-usage.ts';
import { median } from './statistics.ts';
import { withStack } from './temporary-stack.ts';
import { timed } from './timing.ts';

const MB = 1024 * 1024;
const SIZE = 100 * MB;
const ROUNDS = 3;
/** A look goes through all processes of the machine, and must not be what is measured. */
const LOOK_EVERY_MS = 500;

/** The largest file that is taken, in and out through the API, beside GridFS alone; and what the API holds meanwhile. */
export async function* benchFiles(): AsyncGenerator<Figure> {
  yield* await withStack(async ({ url, ownerToken, mongodbUri, processes }, dataDir) => {
    const owner = connectHttp(url, ownerToken);
    const driver = await connectDriver(mongodbUri);
    try {
      await owner.post('/projects', { slug: 'files', name: 'Files', keyPrefix: 'FIL' });
      const { task } = JSON.parse(await owner.post('/tasks', { project: 'files', title: 'Files', type: 'OPS' }));
      const path = join(dataDir, 'large.bin');
      const samples = { in: [] as number[], inAlone: [] as number[], out: [] as number[] };
      const pid = processes.get('api')?.pid ?? 0;
      const before = usageOf(pid).residentKb;
      let most = before;
      const watch = setInterval(() => (most = Math.max(most, usageOf(pid).residentKb)), LOOK_EVERY_MS);
      for (let round = 0; round < ROUNDS; round++) {
        note(`round ${round + 1} of ${ROUNDS}`);
        // Equal bytes would be stored once.
        await writeFile(path, randomBytes(SIZE));
        samples.inAlone.push(await timed(() => storeAlone(driver.db(), `alone-${round}`, path)));
        let id = '';
        samples.in.push(await timed(async () => (id = await send(url, ownerToken, task.key, path))));
        samples.out.push(await timed(() => receive(url, ownerToken, id)));
      }
      clearInterval(watch);
      return [
        ratio('files.upload_100_mb_p50_ratio', median(samples.in), median(samples.inAlone), 'ms'),
        absolute('files.download_100_mb_p50_ms', median(samples.out), 'ms'),
        absolute('files.api_rss_growth_mb', (most - before) / 1024, 'MB'),
      ];
    } finally {
      owner.close();
      await driver.close();
    }
  });
}

const storeAlone = (db: Db, name: string, path: string): Promise<void> =>
  pipeline(createReadStream(path), new mongoose.mongo.GridFSBucket(db, { bucketName: 'alone' }).openUploadStream(name));

async function send(url: string, token: string, key: string, path: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/tasks/${key}/artifacts?name=large.bin`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: await openAsBlob(path),
  });
  if (response.status !== 201) throw new Error(`upload: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

async function receive(url: string, token: string, id: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/artifacts/${id}`, { headers: { authorization: `Bearer ${token}` } });
  let size = 0;
  for await (const chunk of response.body ?? []) size += (chunk as Uint8Array).length;
  if (size !== SIZE) throw new Error(`${size} bytes came back`);
}
