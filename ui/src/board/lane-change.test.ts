import { describe, expect, it } from '@jest/globals';
import { NONE } from '../../../domain/board/view.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { intoLane } from './lane-change.ts';

const ANN = { kind: 'HUMAN', id: 'ann', name: 'Ann' } as const;
const BOT = { kind: 'AGENT', id: 'bot', name: 'Bot' } as const;
const lane = (value: string, kind?: 'HUMAN' | 'AGENT') => ({
  value,
  name: value,
  count: 1,
  filters: {},
  ...(kind && { kind }),
});
const card = (fields: object) => ({ status: 'INBOX', labels: [], assignees: [], ...fields }) as unknown as TaskCard;
const becomes = (...[of, ...how]: Parameters<typeof intoLane>) => intoLane(of, ...how).expected;

describe('a card that is dropped in another lane', () => {
  it('of labels has that label instead of the one it was dragged by, and keeps the others', () => {
    const labelled = card({ labels: ['ui', 'bug'] });
    expect(becomes(labelled, 'LABEL', 'ui', lane('api'))).toEqual({ labels: ['bug', 'api'] });
    expect(becomes(labelled, 'LABEL', 'ui', lane('bug'))).toEqual({ labels: ['bug'] });
    expect(becomes(labelled, 'LABEL', 'ui', lane(NONE))).toEqual({ labels: [] });
    expect(becomes(card({}), 'LABEL', NONE, lane('api'))).toEqual({ labels: ['api'] });
  });

  it('of people is given to whoever it is dropped on, beside others who have it', () => {
    const shared = card({ status: 'IN_PROGRESS', assignees: [ANN, BOT] });
    const cara = { kind: 'HUMAN', id: 'cara', name: 'cara' };
    expect(becomes(shared, 'ASSIGNEE', 'bot', lane('cara', 'HUMAN'))).toEqual({
      assignees: [ANN, cara],
      status: 'IN_PROGRESS',
    });
    expect(becomes(card({}), 'ASSIGNEE', NONE, lane('cara', 'HUMAN'))).toEqual({
      assignees: [cara],
      status: 'ASSIGNED',
    });
    expect(becomes(card({ status: 'ASSIGNED', assignees: [ANN] }), 'ASSIGNEE', 'ann', lane(NONE))).toEqual({
      assignees: [],
      status: 'INBOX',
    });
  });

  it('of priorities has that priority', () => {
    expect(becomes(card({ priority: 3 }), 'PRIORITY', '3', lane('1'))).toEqual({ priority: 1 });
  });
});
