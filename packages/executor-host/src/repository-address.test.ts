import { expect, test } from '@jest/globals';
import { isAllowedRepository, withoutCredentials } from './repository-address.ts';

test.each([
  'https://github.com/acme/shop.git',
  'https://user:token@git.example.org:8443/shop',
  'ssh://git@git.example.org:22/acme/shop.git',
  'git@github.com:acme/shop.git',
  '/srv/git/shop.git',
  'file:///srv/git/shop.git',
])('allows %s', (address) => {
  expect(isAllowedRepository(address)).toBe(true);
});

test.each([
  '',
  '-u/tmp',
  '--upload-pack=id',
  'http://github.com/acme/shop.git',
  'git://github.com/acme/shop.git',
  'ext::sh -c id',
  'ssh://-oProxyCommand=id/x',
  'ssh://-oProxyCommand=id@host/x',
  'git@-oProxyCommand=id:x',
  'git@github.com:-x',
  'file://host/share',
  'relative/path',
  'https://',
  'https://github.com/a b',
  'https://github.com/a\nb',
])('refuses %j', (address) => {
  expect(isAllowedRepository(address)).toBe(false);
});

test('hides credentials wherever they stand', () => {
  expect(withoutCredentials("fatal: 'https://me:secret@h/x' and ssh://git@h/y, https://token@h")).toBe(
    "fatal: 'https://***@h/x' and ssh://***@h/y, https://***@h",
  );
});
