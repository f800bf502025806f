/** Is this host, as `readAddress` answers it, the machine itself or one of the network that it is in? */
export function isPrivate(host: string): boolean {
  if (PRIVATE_NAMES.test(host)) return true;
  const address = addressNumber(host);
  return address !== undefined && PRIVATE_NETWORKS.some((network) => contains(network, address));
}

/** An IPv4 address that was written as IPv6, as IPv4; everything else as it is. */
export function plainAddress(host: string): string {
  const address = host.includes(':') ? addressNumber(host) : undefined;
  if (address === undefined || !EMBEDDING_NETWORKS.some((network) => contains(network, address))) return host;
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
}

const PRIVATE_NAMES = /^[^.:]+$|\.(?:localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa)$/;

interface Network {
  readonly first: bigint;
  /** Leading bits, of 128. */
  readonly bits: number;
}

/** IPv4 is compared as ::ffff:a.b.c.d. The list is that of the special-purpose address registries of IANA. */
const PRIVATE_NETWORKS: readonly Network[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '100::/64',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  // Tunnels hide an IPv4 address in the middle.
  '2001::/32',
  '2002::/16',
].map(readNetwork);

const EMBEDDING_NETWORKS: readonly Network[] = ['::ffff:0:0/96', '64:ff9b::/96'].map(readNetwork);

function readNetwork(text: string): Network {
  const [address = '', bits = ''] = text.split('/');
  return { first: addressNumber(address) ?? 0n, bits: Number(bits) + (address.includes(':') ? 0 : 96) };
}

const contains = ({ first, bits }: Network, address: bigint): boolean =>
  first >> BigInt(128 - bits) === address >> BigInt(128 - bits);

/** 128 bits, or undefined for a name. */
function addressNumber(host: string): bigint | undefined {
  if (/^\d+(?:\.\d+){3}$/.test(host)) {
    return host.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0xffffn);
  }
  if (!/^[0-9a-f:]+$/.test(host) || !host.includes(':')) return undefined;
  const [before = '', after] = host.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n);
}
