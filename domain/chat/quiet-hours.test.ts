import { describe, expect, it } from '@jest/globals';
import { tellableAt } from './quiet-hours.ts';

const night = { from: '22:00', to: '07:30', timeZone: 'Europe/Berlin' };
const at = (time: string, hours = night) => tellableAt(new Date(time), hours).toISOString();

describe('quiet hours', () => {
  it.each([
    ['before them', '2026-11-23T20:59:30.000Z', '2026-11-23T20:59:30.000Z'],
    ['as they begin', '2026-11-23T21:00:00.000Z', '2026-11-24T06:30:00.000Z'],
    ['after midnight', '2026-11-23T23:10:20.500Z', '2026-11-24T06:30:00.000Z'],
    ['as they end', '2026-11-24T06:30:00.000Z', '2026-11-24T06:30:00.000Z'],
    ['while the clock is put back', '2026-10-24T22:00:00.000Z', '2026-10-25T06:30:00.000Z'],
    ['while the clock is put forward', '2026-03-28T22:00:00.000Z', '2026-03-29T05:30:00.000Z'],
  ])('%s', (_when, now, told) => expect(at(now)).toBe(told));

  it('within a day, of no length, and none', () => {
    const noon = { from: '12:00', to: '13:00', timeZone: 'UTC' };
    expect(at('2026-11-23T12:30:00.000Z', noon)).toBe('2026-11-23T13:00:00.000Z');
    expect(at('2026-11-23T12:30:00.000Z', { ...noon, to: '12:00' })).toBe('2026-11-23T12:30:00.000Z');
    const now = new Date();
    expect(tellableAt(now, undefined)).toBe(now);
  });
});
