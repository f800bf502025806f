import type { TaskCard } from '../../../operations/schemas/task.ts';

/** A column as it is on screen, or the part of one that is in a lane. */
export interface ShownColumn {
  /** Left to right, lane by lane. */
  readonly place: number;
  readonly lane: string;
  readonly cards: readonly TaskCard[];
  /** Brings a card into view. */
  readonly reveal: (index: number) => void;
}

const columns = new Map<string, ShownColumn>();

/** Tells what a column shows, until the returned function is called. */
export function showColumn(id: string, column: ShownColumn): () => void {
  columns.set(id, column);
  return () => void (columns.get(id) === column && columns.delete(id));
}

const inOrder = (): readonly (readonly [string, ShownColumn])[] =>
  [...columns].toSorted(([, one], [, other]) => one.place - other.place);

/** Down each column and on to the next; a card that is in two lanes counts once. */
export const shownCards = (): readonly TaskCard[] => [
  ...new Map(inOrder().flatMap(([, { cards }]) => cards.map((card) => [card.key, card] as const))).values(),
];
export const shownKeys = (): readonly string[] => shownCards().map(({ key }) => key);

/** The key of the card after (or before) this one. */
export function neighbourOf(key: string, step: number): string | undefined {
  const keys = shownKeys();
  const at = keys.indexOf(key);
  return at < 0 ? keys[0] : keys[at + step];
}

type Direction = 'up' | 'down' | 'left' | 'right';

const FOCUS_TRIES = 12;

/** Moves the focus from the card that has it to the one beside it; from elsewhere to the first card. */
export function moveFocus(direction: Direction): void {
  const link = document.activeElement?.closest<HTMLElement>('[data-card]');
  const id = link?.closest<HTMLElement>('[data-column]')?.dataset['column'];
  const from = id === undefined ? undefined : columns.get(id);
  if (!link || id === undefined || !from) return focusFirst();
  const at = from.cards.findIndex(({ key }) => key === link.dataset['card']);
  if (direction === 'up' || direction === 'down') {
    const next = at + (direction === 'down' ? 1 : -1);
    if (from.cards[next]) return focusCard(id, from, next);
    return focusBelow(from, direction);
  }
  const beside = inOrder().filter(([, { lane, cards }]) => lane === from.lane && cards.length > 0);
  const place = beside.findIndex(([other]) => other === id);
  const target = beside[place + (direction === 'right' ? 1 : -1)];
  if (target) focusCard(...target, nearest(target[0], target[1], link));
}

/** At the end of a column in a lane, its next part is in the lane below. */
function focusBelow(from: ShownColumn, direction: 'up' | 'down'): void {
  const sameColumn = inOrder().filter(
    ([, { place, cards }]) => place % LANE_PLACES === from.place % LANE_PLACES && cards.length > 0,
  );
  const at = sameColumn.findIndex(([, column]) => column === from);
  const target = sameColumn[at + (direction === 'down' ? 1 : -1)];
  if (target && at >= 0) focusCard(...target, direction === 'down' ? 0 : target[1].cards.length - 1);
}

/** The place of a column in a lane: lanes come one below the other. */
export const LANE_PLACES = 100;

function focusFirst(): void {
  const first = inOrder().find(([, { cards }]) => cards.length > 0);
  if (first) focusCard(...first, 0);
}

/** The card at the same height. */
function nearest(id: string, { cards }: ShownColumn, link: HTMLElement): number {
  const top = link.getBoundingClientRect().top;
  const drawn = [...document.querySelectorAll<HTMLElement>(`[data-column="${CSS.escape(id)}"] [data-card]`)];
  const distance = (card: HTMLElement) => Math.abs(card.getBoundingClientRect().top - top);
  const closest = drawn.toSorted((one, other) => distance(one) - distance(other))[0];
  return Math.max(
    0,
    cards.findIndex(({ key }) => key === closest?.dataset['card']),
  );
}

/** Cards out of sight are not drawn: one has to be brought into view before it can have the focus. */
function focusCard(id: string, { cards, reveal }: ShownColumn, index: number, tries = FOCUS_TRIES): void {
  const key = cards[index]?.key;
  if (key === undefined) return;
  if (tries === FOCUS_TRIES) reveal(index);
  const column = document.querySelector(`[data-column="${CSS.escape(id)}"]`);
  const link = column?.querySelector<HTMLElement>(`[data-card="${CSS.escape(key)}"] a`);
  if (link) {
    link.focus({ preventScroll: true });
    column?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  } else if (tries > 0)
    requestAnimationFrame(() => focusCard(id, { ...columns.get(id)!, cards, reveal }, index, tries - 1));
}

/** Brings a card into view, without the focus. */
export function revealCard(key: string): void {
  for (const [id, { cards, reveal }] of inOrder()) {
    const index = cards.findIndex((card) => card.key === key);
    if (index < 0) continue;
    const column = document.querySelector(`[data-column="${CSS.escape(id)}"]`);
    column?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
    return reveal(index);
  }
}
