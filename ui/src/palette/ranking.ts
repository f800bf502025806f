import { isFinal } from '../../../domain/task/vocabulary.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';

interface Rankable {
  readonly label: string;
  readonly detail?: string | undefined;
  readonly alias?: string | undefined;
}

export interface RankedGroup<Item> {
  readonly name: string;
  /** Of its best item. */
  readonly score: number;
  readonly items: readonly Item[];
}

const WHOLE = 100;
const START = 80;
const WORD_START = 60;
const INSIDE = 40;
/** What is found by another word than its own name comes after what is called so. */
const BESIDE = 25;

/** How well something fits what was typed, from 0 (not at all) to 100; each typed word has to occur somewhere. */
export function scoreOf({ label, detail = '', alias = '' }: Rankable, typed: string): number {
  const wanted = typed.trim().toLowerCase();
  const name = label.toLowerCase();
  if (wanted === '' || name === wanted) return WHOLE;
  if (name.startsWith(wanted)) return START;
  const others = `${detail} ${alias}`.toLowerCase();
  const scores = wanted.split(/\s+/).map((word) => Math.max(fit(name, word), fit(others, word) - BESIDE));
  return Math.min(...scores) <= 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function fit(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at < 0) return 0;
  return text.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word)) ? WORD_START : INSIDE;
}

/**
 * What fits, in groups: those with the best item first, within each the best first, equals as they were.
 * @param most items of a group
 */
export function ranked<Item extends Rankable & { readonly group: string }>(
  items: readonly Item[],
  typed: string,
  most: number,
): readonly RankedGroup<Item>[] {
  const scored = items
    .map((item) => ({ item, score: scoreOf(item, typed) }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score);
  return [...new Set(scored.map(({ item }) => item.group))].map((name) => {
    const own = scored.filter(({ item }) => item.group === name);
    return { name, score: own[0]?.score ?? 0, items: own.slice(0, most).map(({ item }) => item) };
  });
}

/** The key that somebody means: "oc-42", or "42" and "#42" in the project at hand. */
export function keyMeant(typed: string, keyPrefix: string | undefined): string | undefined {
  const text = typed.trim().toUpperCase();
  if (/^[A-Z][A-Z0-9]{1,9}-\d{1,9}$/.test(text)) return text;
  return keyPrefix !== undefined && /^#?\d{1,9}$/.test(text) ? `${keyPrefix}-${text.replace('#', '')}` : undefined;
}

/** Tasks that were found: the one meant by its key, then what is open, what is of the project at hand, touched last. */
export function rankedTasks(
  cards: readonly TaskCard[],
  meant: string | undefined,
  slug: string | undefined,
): readonly TaskCard[] {
  const weight = ({ key, status, projectId }: TaskCard) =>
    (key === meant ? 4 : 0) + (isFinal(status) ? 0 : 2) + (projectId === slug ? 1 : 0);
  return [...new Map(cards.map((card) => [card.key, card])).values()].toSorted(
    (one, other) => weight(other) - weight(one) || other.updatedAt.localeCompare(one.updatedAt),
  );
}
