import { TEXT_LIMITS } from '../../../operations/schemas/common.ts';
import { shortened } from '../html.ts';

export interface Command {
  readonly name: string;
  /** The bot that it is addressed to, where it says so. */
  readonly to: string | undefined;
  readonly args: string;
}

/** "/approve@mc_bot MC-1-A1 fine" */
export function parseCommand(text: string): Command | undefined {
  const match = /^\/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+([\s\S]*))?$/.exec(text.trim());
  const name = match?.[1];
  if (name === undefined) return undefined;
  return { name: name.toLowerCase(), to: match?.[2], args: match?.[3]?.trim() ?? '' };
}

/** The first word, and what comes after it. */
export function firstWord(text: string): { word: string; rest: string } {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text.trim()) ?? [];
  return { word, rest: rest.trim() };
}

const APPROVAL_ID = /^[A-Z][A-Z0-9]{1,9}-[1-9][0-9]*-A[1-9][0-9]*$/;

/**
 * Ids of the approvals that somebody may mean: a whole id means itself, "A1" the one of the task that is talked about,
 * and otherwise the end of an id all pending ones that end with it.
 */
export function approvalsMeant(given: string, pending: readonly string[], taskKey: string | undefined): string[] {
  const id = given.toUpperCase();
  if (APPROVAL_ID.test(id)) return [id];
  if (taskKey !== undefined && /^A[1-9][0-9]*$/.test(id)) return [`${taskKey}-${id}`];
  return id === '' ? [] : pending.filter((candidate) => candidate.endsWith(`-${id}`));
}

/** Name and reason of "Rusty Rita she leaks keys": names may consist of several words, so the longest known one counts. */
export function splitName(text: string, names: readonly string[]): { name: string; rest: string } | undefined {
  const lower = text.trim().toLowerCase();
  const fits = (name: string) => lower === name.toLowerCase() || /^\s/.test(lower.slice(name.length));
  const found = names
    .filter((name) => lower.startsWith(name.toLowerCase()) && fits(name))
    .toSorted((one, other) => other.length - one.length)[0];
  return found === undefined ? undefined : { name: found, rest: text.trim().slice(found.length).trim() };
}

// The API takes no control characters other than tab and line breaks.
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

/** A text as the API takes it. */
export const clean = (text: string, limit: number): string =>
  shortened(text.toWellFormed().replaceAll(CONTROL, '').trim(), limit);

/** The first line is the title, the rest the description; what is too long for a title is told there as a whole. */
export function titleAndDescription(text: string, limit: number): { title: string; description: string } {
  const [first = '', ...more] = text.trim().split(/\r?\n/);
  const title = clean(first, limit);
  const description = more.join('\n').trim();
  return { title, description: first.length > limit ? `${first}\n\n${description}`.trim() : description };
}

export interface Result {
  readonly summary: string;
  /** Time that it took. */
  readonly seconds?: number;
  readonly costMicros?: number;
}

/** What somebody hands in: lines like "time 45", "time 1.5 h" and "cost 1.50" say what it took, all others what it is. */
export function resultIn(text: string): Result {
  let spent: Omit<Result, 'summary'> = {};
  const others = text.split(/\r?\n/).filter((line) => {
    const [, what, number, unit] = SPENT.exec(line) ?? [];
    if (what === undefined) return true;
    const amount = Number(number);
    if (what.toLowerCase() === 'cost') spent = { ...spent, costMicros: Math.round(amount * 1_000_000) };
    else spent = { ...spent, seconds: Math.round(amount * (/^h/i.test(unit ?? '') ? 3600 : 60)) };
    return false;
  });
  return { summary: clean(others.join('\n'), TEXT_LIMITS.body), ...spent };
}

const SPENT = /^\s*(time|cost)\s*:?\s*\$?\s*(\d{1,6}(?:\.\d{1,6})?)\s*(h|hours?|m|min|minutes?|\$|dollars?)?\s*$/i;

/** What somebody answers, as Markdown quotes it. */
export function quoted(text: string): string {
  const lines = text.trim().split(/\r?\n/);
  const shown = lines.slice(0, 2).map((line) => `> ${shortened(line, 200)}`);
  return [...shown, ...(lines.length > 2 ? ['> …'] : [])].join('\n');
}

interface ListPage<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string;
}

/** A page of a list that is here as a whole: it begins after the item with the id that the cursor is. */
export function pageAfter<Item>(
  items: readonly Item[],
  { size, cursor, idOf }: { size: number; cursor: string | undefined; idOf: (item: Item) => string },
): ListPage<Item> {
  const [number = '0', ...last] = (cursor ?? '').split('|');
  const at = items.findIndex((item) => idOf(item) === last.join('|'));
  // The last one that was shown may be gone: then as many come as were shown before it are passed over.
  const from = cursor === undefined ? 0 : at >= 0 ? at + 1 : Math.max(0, Number(number) - 1);
  const shown = items.slice(from, from + size);
  const end = shown.at(-1);
  const hasMore = end !== undefined && items.length > from + size;
  return { items: shown, ...(hasMore && { next: `${from + size}|${idOf(end)}` }) };
}
