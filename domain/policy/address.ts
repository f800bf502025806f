/** Where a text says that something is fetched from or sent to. */
export interface NetworkAddress {
  /** As browsers write it: lower case, punycode, IPv4 with four numbers, IPv6 without brackets. */
  readonly host: string;
}

/** Schemes of what goes over the network; `file:`, `data:` and the like are judged elsewhere or not at all. */
const SCHEMES = ['http', 'https', 'ws', 'wss', 'ftp', 'ftps', 'sftp', 'ssh', 'git', 'git+ssh', 'git+https'];

/**
 * The host of a URL, of "user@host:path" as git writes it, or of a bare name with or without a port. Undefined when two
 * programs could read it differently, such as with two `@`, a backslash, or space in it: then nobody can tell where it goes.
 */
export function readAddress(text: string): NetworkAddress | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || !trimmed.isWellFormed() || /[\s\p{C}\\]/u.test(trimmed)) return undefined;
  const authority = authorityOf(trimmed);
  if (authority === undefined || authority.split('@').length > 2) return undefined;
  return hostOf(authority);
}

/** Does a text name a place in the network, rather than a branch, a person or a thing? */
export const looksLikeAddress = (text: string): boolean =>
  /^\s*(?:[a-z][a-z0-9+.-]*:\/\/|\/\/|[\w.-]+@[\w.-]+:)/i.test(text.slice(0, 512));

function authorityOf(text: string): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
  if (scheme) {
    return SCHEMES.includes((scheme[1] ?? '').toLowerCase()) ? beforePath(text.slice(scheme[0].length)) : undefined;
  }
  if (text.startsWith('//')) return beforePath(text.slice(2));
  const git = /^[\w.-]+@([\w.-]+):/.exec(text);
  return git ? git[1] : beforePath(text);
}

const beforePath = (text: string): string => text.split(/[/?#]/, 1)[0] ?? '';

function hostOf(authority: string): NetworkAddress | undefined {
  try {
    const { hostname } = new URL(
      `http://${authority.includes(':') && !hasPort(authority) ? bracketed(authority) : authority}/`,
    );
    const host = withoutBrackets(hostname).replace(/\.$/, '');
    return host === '' ? undefined : { host };
  } catch {
    return undefined;
  }
}

/** A bare IPv6 address comes without brackets. */
const bracketed = (authority: string): string => (/^[0-9a-f:.]+$/i.test(authority) ? `[${authority}]` : authority);

const hasPort = (authority: string): boolean => /^[^:]*:\d*$/.test(authority);

const withoutBrackets = (host: string): string => (host.startsWith('[') ? host.slice(1, -1) : host);
