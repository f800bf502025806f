import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findSecrets, redact } from './secrets.ts';
import { A_SECRET, SECRETS } from './secrets.test-support.ts';

const kindsIn = (value: unknown): string[] => findSecrets(value).map(({ kind }) => kind);

describe('a key of a known form', () => {
  it.each(SECRETS)('is found, and only it is taken out: %s', (kind, secret) => {
    for (const [before, after] of [
      ['', ''],
      ['use ', ' for it'],
      ['("', '")'],
      ['x=', ''],
      ['a\n', '\nb'],
    ]) {
      if (kind === 'PRIVATE_KEY' && !secret.includes('END')) continue;
      expect(redact(`${before}${secret}${after}`)).toMatch(/\[redacted:[A-Z_]+\]/);
      expect(redact(`${before}${secret}${after}`)).not.toContain(secret.slice(8));
    }
    expect(redact(`use ${secret} `)).toBe(`use [redacted:${kind}]${secret.includes('BEGIN P') ? '' : ' '}`);
    expect(findSecrets({ a: [{ b: secret }] })).toEqual([{ path: 'a[0].b', kind }]);
  });

  it.each([
    ['in a header', `Authorization: Bearer ${'abc123-'.repeat(4)}`, 'Authorization: Bearer [redacted:AUTHORIZATION]'],
    ['in a header', 'authorization: Basic c2NvdXQ6c2VjcmV0', 'authorization: Basic [redacted:AUTHORIZATION]'],
    ['in an option', 'curl -u scout:correcthorse host', 'curl -u scout:[redacted:AUTHORIZATION] host'],
    ['in a URL', 'https://scout:hunter2@example.com/x', 'https://scout:[redacted:URL_PASSWORD]@example.com/x'],
    ['in a URI', 'mongodb+srv://root:s3cr3t@db/x?y', 'mongodb+srv://root:[redacted:URL_PASSWORD]@db/x?y'],
    ['in a URI', 'postgres://:s3cr3t@db', 'postgres://:[redacted:URL_PASSWORD]@db'],
    ['behind a name', 'password=hunter2', 'password=[redacted:PASSWORD]'],
    ['behind a name', 'password=swordfish rest', 'password=[redacted:PASSWORD] rest'],
    ['behind a name', 'DB_PASSWORD: hunter22', 'DB_PASSWORD: [redacted:PASSWORD]'],
    ['behind a name', 'export API_KEY=abcd1234efgh;ls', 'export API_KEY=[redacted:TOKEN];ls'],
    ['behind a name', 'AWS_SECRET_ACCESS_KEY="wJalr/Utn+F1EMI7"', 'AWS_SECRET_ACCESS_KEY="[redacted:TOKEN]"'],
    ['behind a name', "const apiKey = 'abcd1234efgh';", "const apiKey = '[redacted:TOKEN]';"],
    ['behind a name', '?access_token=abcd1234efgh&x=1', '?access_token=[redacted:TOKEN]&x=1'],
    ['behind an option', 'deploy --token abcd1234efgh --force', 'deploy --token [redacted:TOKEN] --force'],
    ['behind an option', 'mysql --password swordfish', 'mysql --password [redacted:PASSWORD]'],
    ['in JSON', '{ "password": "hunter2", "user": "scout" }', '{"password":"[redacted:PASSWORD]","user":"scout"}'],
    ['in JSON within text', 'sent {"password": "hunter2"}', 'sent {"password": "[redacted:PASSWORD]"}'],
    [
      'in JSON within JSON',
      '{"a":"{\\"password\\":\\"hunter2\\"}"}',
      '{"a":"{\\"password\\":\\"[redacted:PASSWORD]\\"}"}',
    ],
    ['behind escapes', '{"pass\\u0077ord":"hunter2"}', '{"password":"[redacted:PASSWORD]"}'],
    ['with quotes inside', 'password: "hun\\"ter2" x', 'password: "[redacted:PASSWORD]" x'],
  ])('is found %s: %s', (_, text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });
});

describe('what a name or its place says', () => {
  it.each([
    [{ password: 'swordfish' }, { password: '[redacted:PASSWORD]' }],
    [{ headers: { Authorization: 'abcd1234efgh' } }, { headers: { Authorization: '[redacted:TOKEN]' } }],
    [{ env: [{ name: 'API_KEY', value: 'abcd1234efgh' }] }, { env: [{ name: 'API_KEY', value: '[redacted:TOKEN]' }] }],
    [{ argv: ['x', '--token', 'abcd1234efgh'] }, { argv: ['x', '--token', '[redacted:TOKEN]'] }],
    [{ [A_SECRET]: 1 }, { '[redacted:GITHUB_TOKEN]': 1 }],
    [{ password: ['swordfish'] }, { password: ['[redacted:PASSWORD]'] }],
  ])('%j', (value, redacted) => {
    expect(redact(value)).toEqual(redacted);
    expect(findSecrets(value)).toHaveLength(1);
  });

  it('never shows a secret in the path of what was found', () => {
    expect(findSecrets({ [A_SECRET]: { password: 'swordfish' } })).toEqual([
      { path: '', kind: 'GITHUB_TOKEN' },
      { path: '[redacted:GITHUB_TOKEN].password', kind: 'PASSWORD' },
    ]);
  });
});

describe('no secret is', () => {
  it.each([
    'the word token in prose',
    'Rotate the token, and tell nobody the password.',
    'token: see the wiki',
    'The secret: work hard',
    'max_tokens=4096 token_count: 12345678',
    'inputTokens: 123456789',
    'password: string',
    'password: "string"',
    'password = getPassword2()',
    'const token = tokens[0];',
    'token = config.token2.value',
    'password=$DB_PASSWORD',
    'password=${DB_PASSWORD}',
    'password="{{ password }}"',
    '--token <your-token>',
    '--token "$(cat file)"',
    'API_KEY=your-api-key-123',
    'API_KEY=xxxxxxxxxxxx',
    'PASSWORD=CHANGE_ME_1',
    'Authorization: Bearer $TOKEN',
    'Authorization: Bearer <token>',
    'Bearer authentication is what most use',
    'basic understanding',
    'https://example.com:8080/a@b',
    'https://scout@example.com',
    'https://scout:$PASSWORD@example.com',
    'postgres://user:password@host/db',
    'https://example.com/ghp_short',
    'docker run -u 1000:1000',
    'sk-circle-fade-dot-animation',
    'mc_agent_status',
    'commit 3f786850e387550fdab836ed7e6dc881de23001b',
    '550e8400-e29b-41d4-a716-446655440000',
    '-----BEGIN PUBLIC KEY-----',
    '[redacted:SOMETHING_ELSE]',
  ])('%s', (text) => {
    expect(findSecrets({ text })).toEqual([]);
    expect(redact(text)).toBe(text);
  });

  it('a number, a name or nothing', () => {
    const value = { token: 12_345_678, password: null, secret: true, tokens: { password: {} }, pass: 'word' };
    expect(redact(value)).toEqual(value);
    expect(findSecrets(value)).toEqual([]);
  });
});

describe('what was redacted', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom(...SECRETS.map(([, secret]) => secret)),
    fc.constantFrom(
      'password',
      'token',
      '--token',
      '=',
      ': ',
      '"',
      "'",
      '\\"',
      '{',
      '}',
      '[',
      ',',
      ' ',
      '\n',
      '://u:',
      '@',
    ),
    fc.constantFrom('Bearer ', 'Authorization: ', 'hunter2', 'abcd1234efgh', '[redacted:TOKEN]', '[redacted:'),
    fc.json(),
  );
  const joined = fc.array(text, { maxLength: 12 }).map((texts) => texts.join(''));
  const nested = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      joined,
      joined.map((one) => JSON.stringify({ one })),
      fc.dictionary(fc.oneof(joined, fc.constantFrom('password', 'apiKey', 'name', 'value')), tie('value')),
      fc.array(tie('value'), { maxLength: 4 }),
    ),
  })).value;

  it('holds nothing more to redact, and is judged as it was before', () => {
    fc.assert(
      fc.property(nested, (value) => {
        const redacted = redact(value);
        expect(redact(redacted)).toEqual(redacted);
        expect(findSecrets(redacted)).toEqual(findSecrets(value));
      }),
      { numRuns: 150 },
    );
  });

  it('holds none of the secrets that were in it', () => {
    const secret = fc.constantFrom(...SECRETS.map(([, one]) => one));
    const around = fc.constantFrom('', ' ', '\n', '"', "'", ',', '=', ': ', '(', '{"a":"', '/', '&', '\\n', ' x://u:');
    fc.assert(
      fc.property(around, secret, around, secret, (before, one, between, other) => {
        fc.pre(!(one.includes('BEGIN') && !one.includes('END')) && between !== '');
        const redacted = redact(`${before}${one}${between}${other}`);
        expect(redacted).not.toContain(one.slice(12, 30));
        expect(redacted).not.toContain(other.slice(12, 30));
      }),
    );
  });

  it('holds nothing of a token that one before it reaches into', () => {
    const starting = (start: string) => SECRETS.map(([, one]) => one).find((one) => one.startsWith(start)) ?? '';
    const [hook, token] = [starting('whsec_'), starting('eyJ')];
    expect([hook, token]).not.toContain('');
    expect(redact(`${hook}/${token}`)).not.toContain(token.slice(24, 60));
  });

  it('keeps its shape, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true }), (value) => {
        expect(Array.isArray(redact(value))).toBe(Array.isArray(value));
        expect(typeof redact(value)).toBe(typeof value);
        expect(() => findSecrets(value)).not.toThrow();
      }),
    );
  });

  it('keeps names that mean something to the language', () => {
    const value: unknown = JSON.parse('{"__proto__": {"password": "swordfish"}, "constructor": 1}');
    expect(JSON.stringify(redact(value))).toBe('{"__proto__":{"password":"[redacted:PASSWORD]"},"constructor":1}');
  });
});

describe('what is too deep or too large to look into', () => {
  const deep = (levels: number): unknown => {
    let value: unknown = A_SECRET;
    for (let level = 0; level < levels; level++) value = [value];
    return value;
  };

  it('counts as a secret', () => {
    expect(kindsIn(deep(60))).toEqual(['GITHUB_TOKEN']);
    expect(kindsIn(deep(100))).toEqual(['TOO_DEEP']);
    expect(kindsIn(deep(100_000))).toEqual(['TOO_DEEP']);
    expect(JSON.stringify(redact(deep(100)))).toContain('[redacted:TOO_DEEP]');
    expect(kindsIn(Array.from({ length: 60_000 }, () => [1]))).toContain('TOO_DEEP');
    expect(kindsIn('['.repeat(100_000) + ']'.repeat(100_000))).toContain('TOO_DEEP');
    const own: Record<string, unknown> = {};
    Object.assign(own, { own, self: own });
    expect(kindsIn(own)).toContain('TOO_DEEP');
  });

  it.each([
    'password=',
    'password="',
    "token='",
    'a.',
    'a=',
    '"',
    '\\"',
    '\\',
    'ghp_',
    'eyJabcdefgh.',
    'eyJ',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN ',
    'x://a:',
    'x://',
    'a:',
    'a ',
    'a\n',
    'bearer ',
    'bearer a',
    'authorization=',
    'authorization: ',
    '--token ',
    '-u a:',
    '-',
    '1',
    '[redacted:',
    '[',
    '{"a":',
    '$',
    'A_',
    'aA1/',
  ])('a long text of %j does not take long', (part) => {
    const text = part.repeat(Math.ceil(200_000 / part.length));
    const once = redact(text);
    expect(redact(once)).toBe(once);
  });
});
