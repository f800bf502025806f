import { expect, it } from '@jest/globals';
import { ALERT_STATUSES, NEXT_ALERT_STATUSES } from './vocabulary.ts';

it('an alert only goes on, and a closed one stays closed', () => {
  for (const status of ALERT_STATUSES) {
    const place = ALERT_STATUSES.indexOf(status);
    expect(NEXT_ALERT_STATUSES[status].filter((next) => ALERT_STATUSES.indexOf(next) <= place)).toEqual([]);
  }
  expect(NEXT_ALERT_STATUSES.OPEN).toEqual(['ACKNOWLEDGED', 'RESOLVED', 'IGNORED']);
  expect(NEXT_ALERT_STATUSES.ACKNOWLEDGED).toEqual(['RESOLVED', 'IGNORED']);
  expect([...NEXT_ALERT_STATUSES.RESOLVED, ...NEXT_ALERT_STATUSES.IGNORED]).toEqual([]);
});
