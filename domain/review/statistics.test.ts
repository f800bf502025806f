import { expect, it } from '@jest/globals';
import { reviewStatistics, type ReviewCount } from './statistics.ts';

const RITA = { kind: 'AGENT', id: 'a2', name: 'Rita' } as const;
const SCRIBE = { kind: 'AGENT', id: 'a1', name: 'Scribe' } as const;
const NONE = { praise: 0, approve: 0, changeset: 0, refuteMinor: 0, refuteMajor: 0, refuteCritical: 0 };
const count = (who: ReviewCount['who'], more: Partial<ReviewCount>): ReviewCount => ({
  who,
  kind: 'APPROVE',
  reviews: 1,
  accepted: 0,
  rejected: 0,
  score: 0,
  ...more,
});

it('says of everybody what they gave and got, by name', () => {
  const given = [
    count(RITA, { kind: 'PRAISE', reviews: 2, score: 15 }),
    count(RITA, { kind: 'REFUTE', severity: 'CRITICAL', reviews: 3, accepted: 2, rejected: 1 }),
    count(RITA, { kind: 'CHANGESET', accepted: 1 }),
  ];
  const received = [...given.map((one) => ({ ...one, who: SCRIBE })), count(RITA, {})];
  const said = { ...NONE, praise: 2, refuteCritical: 3, changeset: 1 };
  expect(reviewStatistics(given, received)).toEqual([
    { who: RITA, given: said, received: { ...NONE, approve: 1 }, averageScore: null, acceptedShare: 0.75 },
    { who: SCRIBE, given: NONE, received: said, averageScore: 7.5, acceptedShare: null },
  ]);
});

it('has nothing to say where nothing was said', () => {
  expect(reviewStatistics([], [])).toEqual([]);
});
