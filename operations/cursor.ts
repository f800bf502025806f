import { OperationError } from './errors.ts';

/** A cursor is the last sort value of a page, opaque to callers. */
export const encodeCursor = (value: string): string => Buffer.from(value).toString('base64url');

/** @throws INVALID for anything that no page has given out. */
export function decodeCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const value = Buffer.from(cursor, 'base64url').toString();
  if (value !== '' && encodeCursor(value) === cursor) return value;
  throw new OperationError('INVALID', 'the cursor is not valid', {
    errors: [{ path: 'cursor', message: 'use the nextCursor of an earlier answer' }],
  });
}

/** The same, for lists that are sorted by a sequence number. */
export function decodeSeqCursor(cursor: string | undefined): number {
  const seq = Number(decodeCursor(cursor) ?? '0');
  if (Number.isSafeInteger(seq) && seq >= 0) return seq;
  throw new OperationError('INVALID', 'the cursor is not valid', {
    errors: [{ path: 'cursor', message: 'is unknown' }],
  });
}

/** Cuts the one item too many that a store was asked for, and makes the cursor of the next page from it. */
export function pageFrom<Item, View>(
  found: readonly Item[],
  limit: number,
  toView: (item: Item) => View,
  toSortValue: (item: Item) => string,
): { items: View[]; nextCursor?: string } {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const hasMore = found.length > limit && last !== undefined;
  return { items: page.map(toView), ...(hasMore && { nextCursor: encodeCursor(toSortValue(last)) }) };
}
