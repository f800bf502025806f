import { describe, expect, it } from '@jest/globals';
import type { ViewView } from '../../../operations/schemas/board.ts';
import { boardSearch, isSameLook, searchFor, shownBy } from './board-look.ts';

const me = { kind: 'HUMAN' as const, id: 'me', name: 'Me' };
const view = (id: string, more: Partial<ViewView>): ViewView => ({
  id,
  name: id,
  isShared: false,
  owner: me,
  filters: {},
  hiddenColumns: [],
  version: 1,
  changedBy: me,
  changedAt: '2026-01-01T00:00:00.000Z',
  ...more,
});
const fires = view('fires', { filters: { priority: 1 }, grouping: 'ASSIGNEE', hiddenColumns: ['DONE'] });
const docs = view('docs', { filters: { type: 'DOCS' } });
const views = { items: [fires, docs] };
const openedWithDocs = { ...views, defaultView: 'docs' };
const withoutNothing = (search: object) =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));

describe('the address of a board', () => {
  it('keeps what makes sense', () => {
    expect(boardSearch({ type: 'OPS', priority: 2, group: 'label', hide: 'DONE,CANCELED', view: 'x' })).toEqual({
      type: 'OPS',
      priority: 2,
      group: 'label',
      hide: 'DONE,CANCELED',
      view: 'x',
    });
    expect(boardSearch({ type: 'NONSENSE', priority: 9, group: 'status', hide: 'NOWHERE', view: {} })).toEqual({});
  });

  it('shows what it says, else its view, else what the board opens with, else everything', () => {
    expect(shownBy({ text: 'otter', view: 'fires' }, views)).toEqual({
      look: { filters: { text: 'otter' }, hiddenColumns: [] },
      view: fires,
    });
    expect(shownBy({ view: 'fires' }, openedWithDocs).look).toEqual({
      filters: { priority: 1 },
      grouping: 'ASSIGNEE',
      hiddenColumns: ['DONE'],
    });
    expect(shownBy({}, openedWithDocs).view).toBe(docs);
    expect(shownBy({ view: 'deleted' }, views)).toEqual({ look: { filters: {}, hiddenColumns: [] }, view: undefined });
    expect(shownBy({ view: 'all' }, openedWithDocs).view).toBeUndefined();
  });

  it.each([
    ['a view as it is', fires, fires, openedWithDocs],
    ['a view that was changed', { ...fires, hiddenColumns: [] }, fires, views],
    ['everything', { filters: {}, hiddenColumns: [] }, undefined, views],
    ['everything, where the board opens with a view', { filters: {}, hiddenColumns: [] }, fires, openedWithDocs],
    ['a look without a name', { filters: { label: '~none' }, hiddenColumns: ['BLOCKED' as const] }, undefined, views],
  ])('comes back to %s', (_what, look, from, known) => {
    const address = boardSearch(withoutNothing(searchFor(look, from, known)));
    expect(isSameLook(shownBy(address, known).look, look)).toBe(true);
  });

  it('is short where nothing has to be said', () => {
    expect(withoutNothing(searchFor(fires, fires, views))).toEqual({ view: 'fires' });
    expect(withoutNothing(searchFor({ filters: {}, hiddenColumns: [] }, fires, views))).toEqual({});
  });
});
