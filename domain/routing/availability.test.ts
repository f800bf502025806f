import { expect, it } from '@jest/globals';
import { availabilityOf, LIVE_FOR_MS, unavailability, type ExecutorProcess } from './availability.ts';

const NOW = Date.parse('2026-01-01T12:00:00.000Z');
const process = (ageMs: number, ...states: ('CLOSED' | 'OPEN' | 'HALF_OPEN')[]): ExecutorProcess => ({
  type: 'CURSOR',
  lastSeenAt: new Date(NOW - ageMs).toISOString(),
  circuits: states.map((state, index) => ({ service: `service-${index}`, state })),
});
const reasonFor = (...processes: ExecutorProcess[]) => unavailability(availabilityOf('CURSOR', processes, NOW));

it('an executor is available while one of its processes was seen lately', () => {
  expect(reasonFor(process(LIVE_FOR_MS))).toBeUndefined();
  expect(reasonFor(process(LIVE_FOR_MS + 1))).toBe('no CURSOR executor is connected');
  expect(reasonFor({ ...process(0), type: 'CODEMOD' })).toBe('no CURSOR executor is connected');
  expect(reasonFor(process(LIVE_FOR_MS + 1), process(0))).toBeUndefined();
});

it('a circuit counts when every live process has one open', () => {
  expect(reasonFor(process(0, 'CLOSED', 'OPEN'))).toBe('the circuit is open to service-1');
  expect(reasonFor(process(0, 'HALF_OPEN'))).toBeUndefined();
  expect(reasonFor(process(0, 'OPEN'), process(0, 'CLOSED'))).toBeUndefined();
  expect(reasonFor(process(0, 'OPEN'), process(0, 'OPEN'))).toBe('the circuit is open to service-0');
  expect(reasonFor(process(0, 'OPEN'), process(LIVE_FOR_MS + 1, 'CLOSED'))).toBe('the circuit is open to service-0');
});

it('a person is always available', () => {
  expect(unavailability(availabilityOf('MANUAL', [], NOW))).toBeUndefined();
});
