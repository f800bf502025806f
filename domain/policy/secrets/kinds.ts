/** What a secret is for, as its form tells. TOO_DEEP is what nobody looked into. */
export const SECRET_KINDS = [
  'AWS_KEY',
  'GITHUB_TOKEN',
  'GITLAB_TOKEN',
  'SLACK_TOKEN',
  'STRIPE_KEY',
  'GOOGLE_KEY',
  'ANTHROPIC_KEY',
  'OPENAI_KEY',
  'NPM_TOKEN',
  'SERVICE_TOKEN',
  'TELEGRAM_TOKEN',
  'MISSION_CONTROL_KEY',
  'JSON_WEB_TOKEN',
  'PRIVATE_KEY',
  'AUTHORIZATION',
  'URL_PASSWORD',
  'PASSWORD',
  'TOKEN',
  'TOO_DEEP',
] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** A secret within a text. */
export interface Span {
  readonly kind: SecretKind;
  readonly start: number;
  /** The first place after it. */
  readonly end: number;
}

/** What stands where a secret was. */
export const placeholder = (kind: SecretKind): string => `[redacted:${kind}]`;

const PLACEHOLDER = new RegExp(`\\[redacted:(${SECRET_KINDS.join('|')})\\]`, 'g');

/** Where secrets were: they count as secrets again, so that what is stored is judged as it was when it was asked. */
export const placeholdersIn = (text: string): readonly Span[] =>
  Array.from(text.matchAll(PLACEHOLDER), (found) => ({
    kind: SECRET_KINDS.find((kind) => kind === found[1]) ?? 'TOKEN',
    start: found.index,
    end: found.index + found[0].length,
  }));
