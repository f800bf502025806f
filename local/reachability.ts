import { connect } from 'node:net';

const TIMEOUT_MS = 3_000;

/** Whether a TCP connection to `host:port` succeeds within `timeoutMs`. */
export function isReachable(host: string, port: number, timeoutMs = TIMEOUT_MS): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (reached: boolean) => {
      socket.destroy();
      resolve(reached);
    };
    socket.setTimeout(timeoutMs, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

/** Splits `host:port`; brackets around an IPv6 host are removed. */
export function parseAddress(address: string, defaultPort: number): { host: string; port: number } {
  const match = /^(?<host>\[[^\]]+\]|[^:]+)(?::(?<port>\d+))?$/.exec(address);
  const host = match?.groups?.['host']?.replace(/^\[|\]$/g, '') ?? address;
  return { host, port: Number(match?.groups?.['port'] ?? defaultPort) };
}
