import { expect, it } from '@jest/globals';
import { faviconOf } from './favicon.ts';

const said = (count: number): string | undefined => />([^<]+)<\/text>/.exec(decodeURIComponent(faviconOf(count)))?.[1];

it('is the plain icon while nothing waits, and counts up to nine', () => {
  expect(faviconOf(0)).toBe('/favicon.svg');
  expect([said(1), said(9), said(10), said(500)]).toEqual(['1', '9', '9+', '9+']);
});
