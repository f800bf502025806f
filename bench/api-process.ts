import { join } from 'node:path';
import { ensureApiKey } from '../operations/api-keys.ts';
import { loadKeys, openDataFolder } from '../local/data-folder.ts';
import { freePort } from '../local/ports.ts';
import { SupervisedProcess } from '../local/processes/supervised-process.ts';
import { apiEnvironment, mains } from '../local/stack-processes.ts';
import type { Servers } from '../local/servers.ts';

export interface ApiProcess {
  readonly url: string;
  readonly ownerToken: string;
  readonly process: SupervisedProcess;
}

/** One more API process on servers that run, with a database of its own. */
export async function startApi(
  servers: Servers,
  dataDir: string,
  name: string,
  mongodbUri: string,
): Promise<ApiProcess> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const keys = loadKeys(openDataFolder(dataDir));
  await ensureApiKey(mongodbUri, { token: keys.ownerToken, kind: 'OWNER', name: 'Benchmark' });
  const headers = { authorization: `Bearer ${keys.ownerToken}` };
  const { temporalAddress, temporalUiUrl } = servers;
  const process_ = new SupervisedProcess({
    name,
    command: process.execPath,
    args: [mains.api],
    env: { ...process.env, ...apiEnvironment({ url, temporalAddress, temporalUiUrl, mongodbUri }, keys) },
    logFile: join(dataDir, `${name}.log`),
    pidFile: join(dataDir, `${name}.pid`),
    // Needs the database, which is made ready for this version first.
    isReady: async () => (await fetch(`${url}/api/v1/projects`, { headers })).ok,
  });
  await process_.start();
  return { url, ownerToken: keys.ownerToken, process: process_ };
}
