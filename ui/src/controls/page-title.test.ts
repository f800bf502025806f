import { expect, it } from '@jest/globals';
import { documentTitle } from './page-title.ts';

it.each([
  ['Inbox', 0, 'Inbox · Mission Control'],
  ['Inbox', 3, '(3) Inbox · Mission Control'],
  ['Board of Mission Control', 0, 'Board of Mission Control · Mission Control'],
  [undefined, 0, 'Mission Control'],
  [undefined, 12, '(12) Mission Control'],
])('the tab of %j with %d waiting says %j', (page, waiting, title) => expect(documentTitle(page, waiting)).toBe(title));
