import { describe, expect, it } from '@jest/globals';
import { OperationError } from './errors.ts';
import { Vault } from './vault.ts';

const vault = new Vault('a secret that is long enough for the tests');

describe('what is sealed', () => {
  it('opens where it belongs, and looks different each time', () => {
    const sealed = vault.seal('ghp_token ü', 'here');
    expect(vault.open(sealed, 'here')).toBe('ghp_token ü');
    expect(vault.seal('ghp_token ü', 'here')).not.toBe(sealed);
    expect(Buffer.from(sealed.slice(3), 'base64url').toString()).not.toContain('ghp_token');
  });

  it.each([
    ['in another place', (sealed: string) => vault.open(sealed, 'there')],
    ['with another secret', (sealed: string) => new Vault('another secret that is long enough').open(sealed, 'here')],
    ['when it was changed', (sealed: string) => vault.open(`${sealed.slice(0, -2)}AA`, 'here')],
    ['when nothing of it is left', () => vault.open('', 'here')],
  ])('does not open %s', (_case, open) => {
    expect(() => open(vault.seal('a text that is sealed', 'here'))).toThrow(OperationError);
  });
});
