/** What the address says after its question mark, before anybody has looked whether it makes sense. */
export type Search = Readonly<Record<string, unknown>>;

/** The value if it is one of the words, so that an address typed by hand cannot break a page. */
export const oneOf = <Word extends string>(words: readonly Word[], value: unknown): Word | undefined =>
  words.find((word) => word === value);

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Without the entries that say nothing. */
export const said = <Filters extends object>(filters: Filters): Partial<Filters> =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as Partial<Filters>;
