import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_RULES } from './default-policy.ts';
import { hostOf, hostProblem, type HostRules, judgeHost, refusedHost } from './hosts.ts';

const rules = (changes: Partial<HostRules>): HostRules => ({
  hostsAllowed: ['github.com'],
  hostsBlocked: [],
  unlisted: 'DENY',
  ...changes,
});

const isReachable = (address: string, changes: Partial<HostRules> = {}): boolean =>
  judgeHost(address, rules(changes)).decision === 'ALLOW';

describe('an allowed host', () => {
  it.each([
    'github.com',
    'https://github.com',
    'https://github.com/owner/repo?x=1#y',
    'https://api.github.com/',
    'https://a.b.github.com',
    'HTTPS://GitHub.COM',
    'https://github.com.',
    'https://github.com:8443/',
    'github.com:443',
    '//github.com/a',
    'https://scout@github.com/owner/repo',
    'https://evil.com@github.com/',
    'ssh://git@github.com/owner/repo',
    'git@github.com:owner/repo.git',
    'https://%67ithub.com/',
    'https://ｇｉｔｈｕｂ.com/',
    'https://github。com/',
  ])('is %s', (address) => {
    expect(isReachable(address)).toBe(true);
  });

  it.each([
    'https://github.com.evil.com/',
    'https://evilgithub.com/',
    'https://github.com@evil.com/',
    'https://github.com:443@evil.com/',
    'https://github.com%2F@evil.com/',
    'https://evil.com/github.com',
    'https://evil.com/?github.com',
    'https://evil.com#github.com',
    'https://github.com@evil.com@github.com/',
    'https://evil.com\\@github.com/',
    'https://github.com\\.evil.com/',
    'https:\\\\github.com',
    'https:github.com',
    'https:///github.com',
    'https://git\thub.com/',
    'https://github.com\n.evil.com/',
    'https://github.com evil.com/',
    'https://github.com:80:80/',
    'https://githu\u200db.com/',
    'https://github\u0131.com/',
    'https://gıthub.com/',
    'file:///etc/passwd',
    'data:text/plain,github.com',
    'javascript://github.com/%0aalert(1)',
    'gopher://github.com/',
    'git@github.com.evil.com:owner/repo',
    'com',
    '',
    ' ',
    'https://',
  ])('is not %j', (address) => {
    expect(isReachable(address)).toBe(false);
  });

  it('compares names in other alphabets as punycode', () => {
    expect(isReachable('https://bücher.example/', { hostsAllowed: ['xn--bcher-kva.example'] })).toBe(true);
    expect(isReachable('https://xn--bcher-kva.example/', { hostsAllowed: ['BÜCHER.example'] })).toBe(true);
  });

  it('can be every subdomain, or every host, but not the network of the machine', () => {
    expect(isReachable('https://a.example.com', { hostsAllowed: ['*.example.com'] })).toBe(true);
    expect(isReachable('https://example.com', { hostsAllowed: ['*.example.com'] })).toBe(false);
    expect(isReachable('https://evil.com', { hostsAllowed: ['*'] })).toBe(true);
    expect(isReachable('http://127.0.0.1', { hostsAllowed: ['*'] })).toBe(false);
  });
});

describe('the network of the machine', () => {
  const local = [
    'http://localhost:3000',
    'http://LOCALHOST',
    'http://app.localhost',
    'http://db',
    'http://db.internal',
    'http://printer.local',
    'http://127.0.0.1',
    'http://127.1',
    'http://2130706433',
    'http://0x7f000001',
    'http://0177.0.0.1',
    'http://0x7f.1',
    'http://0',
    'http://10.1.2.3',
    'http://172.16.0.1',
    'http://172.31.255.255',
    'http://192.168.1.1',
    'http://169.254.1.1',
    'http://100.64.0.1',
    'http://[::1]',
    'http://[::]',
    '::1',
    'http://[0:0:0:0:0:0:0:1]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:7f00:1]',
    'http://[::127.0.0.1]',
    'http://[64:ff9b::10.0.0.1]',
    'http://[2002:7f00:1::]',
    'http://[fe80::1]',
    'http://[fd00::1]',
    'http://224.0.0.1',
    'http://255.255.255.255',
    'http://①②⑦.0.0.1',
  ];

  it.each(local)('has %s', (address) => {
    expect(judgeHost(address, rules({ hostsAllowed: ['*'], unlisted: 'NEEDS_APPROVAL' })).decision).toBe('DENY');
  });

  it.each(local)('is reached where a rule names %s itself', (address) => {
    expect(isReachable(address, { hostsAllowed: [hostOf(address) ?? ''] })).toBe(true);
  });

  it.each(['http://172.32.0.1', 'http://11.0.0.1', 'http://[2606:4700::1]', 'http://8.8.8.8', 'http://100.128.0.1'])(
    'does not have %s',
    (address) => {
      expect(isReachable(address, { hostsAllowed: ['*'] })).toBe(true);
    },
  );
});

describe('a blocked host', () => {
  const metadata = [
    'http://169.254.169.254/latest/meta-data',
    'http://2852039166/',
    'http://0xa9.254.0xa9fe',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://metadata.google.internal./',
    'http://METADATA.google.internal',
    'http://[fd00:ec2::254]/',
    'http://[fd00:0ec2:0:0::0254]/',
    'http://100.100.100.200/',
  ];

  it.each(metadata)('stays blocked when a policy allows it: %s', (address) => {
    const hostsAllowed = ['*', hostOf(address) ?? ''];
    expect(judgeHost(address, { ...DEFAULT_RULES, hostsAllowed })).toMatchObject({
      decision: 'DENY',
      field: 'hostsBlocked',
    });
  });

  it('has its subdomains blocked, and nobody elses', () => {
    const blocking = rules({ hostsAllowed: ['*'], hostsBlocked: ['evil.com'] });
    expect(refusedHost('https://a.evil.com', blocking)).toBeDefined();
    expect(refusedHost('https://notevil.com', blocking)).toBeUndefined();
  });

  it('that nobody can read blocks everything', () => {
    expect(refusedHost('https://github.com', rules({ hostsBlocked: ['a b'] }))).toBeDefined();
  });
});

describe('a rule for hosts', () => {
  it.each([
    ['github.com', undefined],
    ['*.github.com', undefined],
    ['*', undefined],
    ['10.0.0.1', undefined],
    ['fd00::1', undefined],
    ['', 'must be the name of a host'],
    ['a b', 'must be the name of a host'],
    ['https://github.com', 'must be the name of a host'],
    ['github.com/owner', 'must be the name of a host'],
  ])('%j: %s', (rule, problem) => {
    expect(hostProblem(rule)).toBe(problem);
  });
});

describe('a verdict', () => {
  it('says which rule decided, in words', () => {
    expect(judgeHost('https://api.github.com/x', rules({}))).toEqual({
      decision: 'ALLOW',
      field: 'hostsAllowed',
      match: 'github.com',
      reason: '`api.github.com` is in hostsAllowed (`github.com`).',
    });
    expect(judgeHost('https://Example.com/x', rules({ unlisted: 'NEEDS_APPROVAL' }))).toEqual({
      decision: 'NEEDS_APPROVAL',
      field: 'unlisted',
      match: 'example.com',
      reason: 'No rule of hostsAllowed names `example.com`.',
    });
    expect(judgeHost('http://a@b@c', rules({})).reason).toBe('Nobody can tell which host `http://a@b@c` is.');
  });

  it('is found for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (address) => {
        expect(['DENY', 'ALLOW']).toContain(judgeHost(address, rules({ hostsBlocked: [address] })).decision);
        expect(refusedHost(address, rules({ hostsBlocked: [address] }))).toBeDefined();
      }),
    );
  });
});
