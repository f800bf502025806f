import { createServer, type AddressInfo } from 'node:net';

const LOOPBACK = '127.0.0.1';
const PORTS_TO_TRY = 50;

/** A TCP port on the loopback interface that is free now. */
export async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === undefined) throw new Error('No free port on 127.0.0.1.');
  return port;
}

/** `preferred` if it is free, else the next free one above it, else any. */
export async function preferredPort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + PORTS_TO_TRY && port <= 65_535; port++) {
    const free = await tryPort(port);
    if (free !== undefined) return free;
  }
  return freePort();
}

/** Whether nothing listens on the port. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await tryPort(port)) !== undefined;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, LOOPBACK, () => {
      const taken = (server.address() as AddressInfo).port;
      server.close(() => resolve(taken));
    });
  });
}
