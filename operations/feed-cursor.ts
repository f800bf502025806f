import type { FeedPosition } from '../store/feed.ts';
import { decodeCursor } from './cursor.ts';
import { OperationError } from './errors.ts';

/** "1767225600000 EVENT 6954…": time, source and id of an entry. */
const POSITION = /^(?<time>\d{1,15}) (?:EVENT (?<event>[0-9a-f]{24})|DEED (?<deed>[0-9A-Z]{26}))$/;

export const feedSortValue = ({ time, source, id }: FeedPosition): string => `${time} ${source} ${id}`;

/** @throws INVALID for anything that no page of the feed has given out. */
export function decodeFeedCursor(cursor: string | undefined): FeedPosition | undefined {
  const value = decodeCursor(cursor);
  if (value === undefined) return undefined;
  const { time, event, deed } = POSITION.exec(value)?.groups ?? {};
  if (event !== undefined) return { time: Number(time), source: 'EVENT', id: event };
  if (deed !== undefined) return { time: Number(time), source: 'DEED', id: deed };
  throw new OperationError('INVALID', 'the cursor is not valid', {
    errors: [{ path: 'cursor', message: 'use the nextCursor of an earlier answer of this list' }],
  });
}
