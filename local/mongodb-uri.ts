/** scheme://hosts[/database][?options]; URL cannot be used, since several hosts may be listed. */
const MONGODB_URI = /^(?<server>mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/(?<database>[^?]*))?(?<options>\?.*)?$/;

/** The same server with another database. */
export function withDatabase(uri: string, database: string): string {
  const { server, options = '' } = parse(uri);
  return `${server}/${database}${options}`;
}

/** The database that the address names, if it names one. */
export function databaseOf(uri: string): string | undefined {
  return parse(uri).database || undefined;
}

function parse(uri: string): { server: string; database?: string; options?: string } {
  const groups = MONGODB_URI.exec(uri)?.groups;
  if (!groups) throw new Error('A MongoDB address looks like mongodb://host:port/database.');
  return groups as { server: string; database?: string; options?: string };
}
