import { BOARD_GROUPINGS, type BoardFilters, type BoardLook } from '../../../domain/board/view.ts';
import { PRIORITIES, TASK_STATUSES, TASK_TYPES } from '../../../domain/task/vocabulary.ts';
import type { ViewsView, ViewView } from '../../../operations/schemas/board.ts';
import type { Search } from '../api/search.ts';

/** What the address says about a board. */
export interface BoardSearch extends BoardFilters {
  /** The id of a view, or EVERYTHING. */
  readonly view?: string | undefined;
  readonly group?: string | undefined;
  /** Columns that are not shown: "DONE,CANCELED". */
  readonly hide?: string | undefined;
}

/** In the address: all tasks, although the board opens with a view. */
const EVERYTHING = 'all';

export const NO_FILTERS: BoardFilters = {
  text: undefined,
  type: undefined,
  priority: undefined,
  assignee: undefined,
  label: undefined,
};

export const WHOLE_BOARD: BoardLook = { filters: {}, hiddenColumns: [] };

/** The look of a board as the address holds it; what makes no sense is left out. */
export function boardSearch(search: Search): BoardSearch {
  const text = wordOf(search['text']);
  const type = TASK_TYPES.find((candidate) => candidate === search['type']);
  const priority = PRIORITIES.find((candidate) => candidate === Number(search['priority']));
  const assignee = wordOf(search['assignee']);
  const label = wordOf(search['label']);
  const view = wordOf(search['view']);
  const group = BOARD_GROUPINGS.find((candidate) => candidate.toLowerCase() === search['group'])?.toLowerCase();
  const hide = hiddenIn(wordOf(search['hide'])).join(',');
  return {
    ...(text && { text }),
    ...(type && { type }),
    ...(priority && { priority }),
    ...(assignee && { assignee }),
    ...(label && { label }),
    ...(view && { view }),
    ...(group && { group }),
    ...(hide && { hide }),
  };
}

const wordOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

function hiddenIn(hide: string | undefined): BoardLook['hiddenColumns'] {
  const named = hide?.split(',') ?? [];
  const hidden = TASK_STATUSES.filter((status) => named.includes(status));
  return hidden.length < TASK_STATUSES.length ? hidden : [];
}

/** Whether the address says itself what is shown. */
export const saysLook = ({ text, type, priority, assignee, label, group, hide }: BoardSearch): boolean =>
  [text, type, priority, assignee, label, group, hide].some((value) => value !== undefined);

interface Shown {
  readonly look: BoardLook;
  /** The view that the look comes from; it may have been changed since. */
  readonly view: ViewView | undefined;
}

/** What an address shows: what it says itself, else the view that it names, else what the board opens with. */
export function shownBy(search: BoardSearch, views: ViewsView | undefined): Shown {
  const viewWith = (id: string | undefined) => views?.items.find((view) => view.id === id);
  if (saysLook(search)) return { look: said(search), view: viewWith(search.view) };
  const view = search.view === EVERYTHING ? undefined : (viewWith(search.view) ?? viewWith(views?.defaultView));
  return { look: view ? lookOf(view) : WHOLE_BOARD, view };
}

function said({ text, type, priority, assignee, label, group, hide }: BoardSearch): BoardLook {
  const grouping = BOARD_GROUPINGS.find((candidate) => candidate.toLowerCase() === group);
  return {
    filters: withoutNothing({ text, type, priority, assignee, label }),
    ...(grouping && { grouping }),
    hiddenColumns: hiddenIn(hide),
  };
}

const withoutNothing = (filters: BoardFilters): BoardFilters =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined && value !== ''));

export const lookOf = ({ filters, grouping, hiddenColumns }: BoardLook): BoardLook => ({
  filters: withoutNothing(filters),
  ...(grouping && { grouping }),
  hiddenColumns: TASK_STATUSES.filter((status) => hiddenColumns.includes(status)),
});

/** The whole address for a look, short where a view says the same. */
export function searchFor(look: BoardLook, view: ViewView | undefined, views: ViewsView | undefined): BoardSearch {
  const nothing = { ...NO_FILTERS, view: undefined, group: undefined, hide: undefined };
  if (view && isSameLook(look, view)) return { ...nothing, view: view.id };
  if (isSameLook(look, WHOLE_BOARD))
    return { ...nothing, ...(views?.defaultView !== undefined && { view: EVERYTHING }) };
  return {
    ...nothing,
    ...withoutNothing(look.filters),
    view: view?.id,
    group: look.grouping?.toLowerCase(),
    hide: look.hiddenColumns.join(',') || undefined,
  };
}

export const isSameLook = (one: BoardLook, other: BoardLook): boolean => textOf(one) === textOf(other);

function textOf(look: BoardLook): string {
  const { filters, grouping, hiddenColumns } = lookOf(look);
  const named = Object.entries(filters).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([named, grouping, hiddenColumns]);
}
