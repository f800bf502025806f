import { expect, it } from '@jest/globals';
import { MODE_ABILITIES, modeRefusalFor } from './mode.ts';

it.each([
  ['NORMAL', { startsWork: true, goesOn: true, agentKeysWork: true }],
  ['PAUSED', { startsWork: false, goesOn: true, agentKeysWork: true }],
  ['DRAINING', { startsWork: false, goesOn: true, agentKeysWork: true }],
  ['QUARANTINED', { startsWork: false, goesOn: false, agentKeysWork: false }],
] as const)('in %s a project lets %j', (mode, abilities) => {
  expect(MODE_ABILITIES[mode]).toEqual(abilities);
});

it('says in words what does not happen', () => {
  expect(modeRefusalFor('DRAINING', 'startsWork', 'SellerFi')).toBe('SellerFi is DRAINING: nothing new starts in it');
  expect(modeRefusalFor('QUARANTINED', 'goesOn', 'SellerFi')).toBe(
    'SellerFi is QUARANTINED: its running work is stopped',
  );
  expect(modeRefusalFor('PAUSED', 'goesOn', 'SellerFi')).toBeUndefined();
});
