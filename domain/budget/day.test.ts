import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dayBounds, dayIn, isTimeZone } from './day.ts';

const hours = ({ from, until }: { from: string; until: string }): number =>
  (Date.parse(until) - Date.parse(from)) / 3_600_000;

const ZONES =
  'UTC Europe/Berlin Europe/Lisbon America/New_York America/Sao_Paulo America/Havana America/Santiago America/Scoresbysund ' +
  'Asia/Beirut Asia/Kathmandu Asia/Gaza Africa/Casablanca Australia/Lord_Howe Pacific/Chatham Pacific/Apia Pacific/Kiritimati';

describe('the day of an instant', () => {
  it.each([
    ['Europe/Berlin', '2026-01-01T22:59:59.999Z', '2026-01-01'],
    ['Europe/Berlin', '2026-01-01T23:00:00.000Z', '2026-01-02'],
    ['Europe/Berlin', '2026-07-01T22:00:00.000Z', '2026-07-02'],
    ['America/New_York', '2026-01-01T04:59:59.999Z', '2025-12-31'],
    ['Pacific/Kiritimati', '2026-01-01T10:00:00.000Z', '2026-01-02'],
    ['Pacific/Pago_Pago', '2026-01-01T10:59:59.000Z', '2025-12-31'],
    ['Asia/Kathmandu', '2026-01-01T18:15:00.000Z', '2026-01-02'],
    ['UTC', '0999-12-31T12:00:00.000Z', '0999-12-31'],
  ])('in %s at %s is %s', (timeZone, instant, day) => {
    expect(dayIn(timeZone, instant)).toBe(day);
    expect(dayIn(timeZone, new Date(instant))).toBe(day);
  });

  it('needs a zone and an instant', () => {
    expect(() => dayIn('Mars/Olympus', '2026-01-01T00:00:00Z')).toThrow(RangeError);
    expect(() => dayIn('UTC', 'yesterday')).toThrow(RangeError);
  });
});

describe('the bounds of a day', () => {
  it.each([
    ['Europe/Berlin', '2026-01-15', '2026-01-14T23:00:00.000Z', 24],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z', 23],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z', 25],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z', 23],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z', 25],
    // Clocks went from 00:00 to 01:00: the day began at 01:00.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', 23],
    // Clocks went from 24:00 back to 23:00.
    ['America/Sao_Paulo', '2018-02-17', '2018-02-17T02:00:00.000Z', 25],
    ['Asia/Beirut', '2024-03-31', '2024-03-30T22:00:00.000Z', 23],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00.000Z', 24.5],
    ['Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30:00.000Z', 23.5],
    ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00.000Z', 24],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z', 0],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z', 24],
    ['Pacific/Kwajalein', '1993-08-21', '1993-08-21T12:00:00.000Z', 0],
    ['UTC', '2024-02-29', '2024-02-29T00:00:00.000Z', 24],
  ])('in %s on %s begin at %s and are %d hours apart', (timeZone, day, from, length) => {
    const bounds = dayBounds(timeZone, day);
    expect(bounds.from).toBe(from);
    expect(hours(bounds)).toBe(length);
  });

  it('need a zone and a day', () => {
    expect(() => dayBounds('Mars/Olympus', '2026-01-01')).toThrow(RangeError);
    expect(() => dayBounds('UTC', '2026-02-32')).toThrow(RangeError);
  });
});

describe('for any instant and zone', () => {
  const timeZone = fc.constantFrom(...ZONES.split(' '));
  // Since 2011 no zone has put its clocks back past midnight, which would make one day end twice.
  const instant = fc.date({
    min: new Date('2011-12-01T00:00:00Z'),
    max: new Date('2045-01-01T00:00:00Z'),
    noInvalidDate: true,
  });

  it('the bounds of its day contain it', () => {
    fc.assert(
      fc.property(timeZone, instant, (zone, at) => {
        const { from, until } = dayBounds(zone, dayIn(zone, at));
        return Date.parse(from) <= at.getTime() && at.getTime() < Date.parse(until);
      }),
    );
  });

  it('days are contiguous and begin with themselves', () => {
    fc.assert(
      fc.property(timeZone, instant, (zone, at) => {
        const day = dayIn(zone, at);
        const { from, until } = dayBounds(zone, day);
        expect(dayBounds(zone, addDays(day, 1)).from).toBe(until);
        expect(dayIn(zone, from)).toBe(day);
        expect(dayIn(zone, new Date(Date.parse(from) - 1)) < day).toBe(true);
      }),
    );
  });
});

it.each([
  ['2026-02-28', 1, '2026-03-01'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2026-01-01', -1, '2025-12-31'],
  ['2026-03-29', 0, '2026-03-29'],
  ['2026-01-31', 365, '2027-01-31'],
])('%s and %d days is %s', (day, count, sum) => {
  expect(addDays(day, count)).toBe(sum);
});

it.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['America/Argentina/Buenos_Aires', true],
  ['Europe/Atlantis', false],
  ['+02:00', false],
  ['', false],
  ['Europe/Berlin; DROP', false],
])('%j is a time zone: %s', (text, isOne) => {
  expect(isTimeZone(text)).toBe(isOne);
});
