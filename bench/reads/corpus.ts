import { setTimeout as sleep } from 'node:timers/promises';
import { startApi } from '../api-process.ts';
import { connectDriver } from '../database.ts';
import { note } from '../figure.ts';
import { connectHttp, type HttpClient } from '../http-client.ts';
import { insertTasks } from '../task-documents.ts';
import { withDatabase } from '../../local/mongodb-uri.ts';
import type { Servers } from '../../local/servers.ts';
import { directReads, type DirectReads } from './direct.ts';

const PROJECT = 'bench';
const KEY_PREFIX = 'BENCH';

/** The engine collects statistics about what was inserted every 10 s; its query planner needs them. */
const STATISTICS_AFTER_MS = 20_000;

/** A database with so many tasks, with an API process of its own. */
export interface Corpus {
  readonly size: number;
  readonly http: HttpClient;
  readonly direct: DirectReads;
  readonly boardPath: string;
  readonly listPath: string;
  /** Another one each time. */
  readonly nextKey: () => string;
  close(): Promise<void>;
}

export async function createCorpus(servers: Servers, dataDir: string, size: number): Promise<Corpus> {
  const name = `tasks-${size}`;
  const mongodbUri = withDatabase(servers.mongodbUri, name);
  const api = await startApi(servers, dataDir, name, mongodbUri);
  const http = connectHttp(api.url, api.ownerToken);
  await http.post('/projects', { slug: PROJECT, name: 'Benchmark', keyPrefix: KEY_PREFIX });
  const driver = await connectDriver(mongodbUri);
  note(`inserting ${size} tasks`);
  await insertTasks(driver.db(), PROJECT, KEY_PREFIX, size);
  await sleep(STATISTICS_AFTER_MS);
  let number = 0;
  return {
    size,
    http,
    direct: directReads(driver.db(), PROJECT),
    boardPath: `/projects/${PROJECT}/board?limit=50`,
    listPath: `/tasks?project=${PROJECT}&limit=50`,
    nextKey: () => `${KEY_PREFIX}-${1 + ((number += 7919) % size)}`,
    close: async () => {
      http.close();
      await driver.close();
      await api.process.stop();
    },
  };
}
