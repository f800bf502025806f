import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A server behind a cable that can be cut: to its clients it is away, while it goes on for everybody else. */
export interface SeverableProxy {
  /** host:port to use instead of the server's own. */
  readonly address: string;
  cut(): void;
  mend(): void;
  /** Keeps back what clients send from now on, until `release`. */
  hold(): void;
  release(): void;
  /** Whether a client waits for something that is kept back. */
  readonly isHolding: boolean;
  close(): Promise<void>;
}

export async function startSeverableProxy(host: string, port: number): Promise<SeverableProxy> {
  const sockets = new Set<Socket>();
  const held: (() => void)[] = [];
  let isCut = false;
  let isHeld = false;
  const server = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = connect({ host, port });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('data', (chunk) => {
      if (isHeld) held.push(() => upstream.write(chunk));
      else upstream.write(chunk);
    });
    upstream.pipe(client);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => void (isCut = false),
    hold: () => void (isHeld = true),
    release: () => {
      isHeld = false;
      for (const send of held.splice(0)) send();
    },
    get isHolding() {
      return held.length > 0;
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The host and port of an address like `mongodb://host:port/database`. */
export function hostAndPort(address: string): { host: string; port: number } {
  const { hostname, port } = new URL(address.includes('://') ? address : `tcp://${address}`);
  return { host: hostname, port: Number(port) };
}
