import { expect, it } from '@jest/globals';
import { Vault } from '../vault.ts';
import { fitted } from './fit.ts';

it('a recurring task waits for somebody who stands for it here, and names those who are here', () => {
  const by = { kind: 'HUMAN', id: 'admin', name: 'Ada' } as const;
  const template = {
    title: 'Report',
    reviewer: { kind: 'HUMAN', id: 'gone' },
    assignees: [
      { kind: 'HUMAN', id: 'anna-there' },
      { kind: 'HUMAN', id: 'gone' },
      { kind: 'AGENT', id: 'scout' },
    ],
  };
  const place = {
    now: new Date('2026-03-02T08:00:00.000Z'),
    by,
    vault: new Vault('a secret that is long enough'),
    personHere: (id: string) =>
      id === 'anna-there' ? ({ kind: 'HUMAN', id: 'anna-here', name: 'Anna' } as const) : undefined,
  };
  expect(fitted('recurringTasks', { _id: 'r1', name: 'Weekly', template }, place)).toEqual({
    _id: 'r1',
    name: 'Weekly',
    template: {
      title: 'Report',
      assignees: [
        { kind: 'HUMAN', id: 'anna-here' },
        { kind: 'AGENT', id: 'scout' },
      ],
    },
    paused: {
      reason: 'restored from an archive: whoever resumes it stands for it',
      by,
      at: '2026-03-02T08:00:00.000Z',
    },
  });
});
