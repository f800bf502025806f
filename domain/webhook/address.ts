import ipaddr from 'ipaddr.js';

/** What is left to people to allow: plain http, and networks that are not on the internet. */
export interface WebhookReach {
  readonly allowHttp: boolean;
  /** In CIDR notation: "10.0.0.0/8". */
  readonly allowedNetworks: readonly string[];
}

/**
 * Whether a message may be sent to an address: to the internet, and to networks that are allowed by name.
 * Loopback, private, link-local (where clouds keep credentials), CGNAT, multicast and reserved addresses are refused;
 * so are the forms of IPv6 that lead to IPv4, except that a mapped address counts as the one that it maps.
 * @param address as resolved: "93.184.216.34" or "2606:2800::1".
 */
export function isAllowedAddress(address: string, { allowedNetworks }: WebhookReach): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(withoutZone(address));
  return isPublic(parsed) || allowedNetworks.some((network) => contains(network, parsed));
}

/** Why nothing may be sent to an URL, as far as it says so itself; undefined when its name has to be looked up. */
export function refusalOfUrl(url: URL, reach: WebhookReach): string | undefined {
  const isHttp = url.protocol === 'http:';
  if (!isHttp && url.protocol !== 'https:') return 'must begin with https://';
  if (isHttp && !reach.allowHttp)
    return 'must begin with https://, since http is not allowed here (WEBHOOK_ALLOW_HTTP)';
  if (url.username !== '' || url.password !== '') return 'must not contain a name or password';
  const host = hostOf(url);
  if (!ipaddr.isValid(host)) return undefined;
  return isAllowedAddress(host, reach) ? undefined : refusalOfAddress(host);
}

export const refusalOfAddress = (address: string): string =>
  `leads to ${address}, which is not on the internet and not allowed here (WEBHOOK_ALLOWED_NETWORKS)`;

/** The host of an URL, an IPv6 address without its brackets. The parser of URLs has made 127.0.0.1 of 0x7f.1 already. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

const isPublic = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(GLOBAL_IPV6 as never));

function contains(network: string, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  const [base, bits] = ipaddr.parseCIDR(network);
  return base.kind() === address.kind() && address.match([base, bits] as never);
}

const withoutZone = (address: string): string => address.split('%')[0] ?? address;
