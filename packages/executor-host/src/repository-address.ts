const SCP_LIKE = /^git@[a-z0-9][a-z0-9.-]*:[^-\s][^\s]*$/i;

/**
 * Whether git may be given this address: https, ssh, `git@host:path`, `file://` or an absolute path, and nothing that
 * git or ssh could take for an option.
 */
export function isAllowedRepository(address: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\s\u0000-\u001f\u007f]/.test(address)) return false;
  if (address.startsWith('/') || SCP_LIKE.test(address)) return true;
  if (!/^(https|ssh|file):\/\//.test(address) || !URL.canParse(address)) return false;
  const { protocol, hostname, username } = new URL(address);
  if (protocol === 'file:') return hostname === '' || hostname === 'localhost';
  return hostname !== '' && !hostname.startsWith('-') && !decodeURIComponent(username).startsWith('-');
}

/** The text with the user names, passwords and tokens of all addresses in it hidden. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^/@\s'"]+@/gi, '$1***@');
}
