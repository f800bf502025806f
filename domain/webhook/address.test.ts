import { describe, expect, it } from '@jest/globals';
import { isAllowedAddress, refusalOfUrl } from './address.ts';

const STRICT = { allowHttp: false, allowedNetworks: [] };

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'fec0::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'not an address',
    '',
  ])('%s is refused', (address) => {
    expect(isAllowedAddress(address, STRICT)).toBe(false);
  });

  it.each(['93.184.216.34', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:2800:220:1::1', '::ffff:8.8.8.8'])(
    '%s is on the internet',
    (address) => expect(isAllowedAddress(address, STRICT)).toBe(true),
  );

  it('is allowed by the network that it is in, and by no other', () => {
    const reach = { allowHttp: false, allowedNetworks: ['10.0.0.0/8', 'fd00::/8'] };
    for (const inside of ['10.1.2.3', '::ffff:10.1.2.3', 'fd00::1']) expect(isAllowedAddress(inside, reach)).toBe(true);
    for (const outside of ['11.0.0.1.', '192.168.1.1', '127.0.0.1', 'fc00::1', '::1'])
      expect(isAllowedAddress(outside, reach)).toBe(false);
  });
});

describe('URLs', () => {
  const refused = (text: string, reach = STRICT) => refusalOfUrl(new URL(text), reach);

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://127.1/',
    'https://①②⑦.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://169.254.169.254/latest/meta-data/',
  ])('%s leads to an address that is refused', (text) => expect(refused(text)).toContain('leads to'));

  it('must be https without a password', () => {
    expect(refused('ftp://example.com/')).toContain('https');
    expect(refused('http://example.com/')).toContain('WEBHOOK_ALLOW_HTTP');
    expect(refused('http://example.com/', { ...STRICT, allowHttp: true })).toBeUndefined();
    expect(refused('https://me:secret@example.com/')).toContain('password');
    expect(refused('https://example.com/hooks?a=b')).toBeUndefined();
    expect(refused('https://8.8.8.8/')).toBeUndefined();
  });
});
