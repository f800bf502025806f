import { randomInt } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';

const LOOPBACK = '127.0.0.1';
const PORTS_TO_TRY = 50;
/** Below the ports that systems give to outgoing connections: such a one could take it before it is listened on. */
const QUIET_PORTS = { from: 20_000, to: 32_000 };

/** A TCP port on the loopback interface that is free now, and that no connection takes by chance. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORTS_TO_TRY; tries++) {
    const free = await tryPort(randomInt(QUIET_PORTS.from, QUIET_PORTS.to));
    if (free !== undefined) return free;
  }
  const any = await tryPort(0);
  if (any === undefined) throw new Error('No free port on 127.0.0.1.');
  return any;
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
