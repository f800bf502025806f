import { expect, it } from '@jest/globals';
import { isFoundBy, searchWords } from './search-text.ts';

const task = { key: 'OC-42', title: 'Retry failed webhooks with jitter' };

it.each([
  ['', true],
  ['oc-42', true],
  ['jitter webhook', true],
  ['  RETRY\t42 ', true],
  ['webhooks with', true],
  ['webhooks without', false],
  ['oc-43', false],
])('finds by %j: %j', (text, isFound) => {
  expect(isFoundBy(task, text)).toBe(isFound);
});

it('takes a text apart at any white space', () => {
  expect(searchWords(' One\n two  THREE ')).toEqual(['one', 'two', 'three']);
});
