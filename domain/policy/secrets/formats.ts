import { SECRET_KINDS, type SecretKind, type Span } from './kinds.ts';
import { isStandIn } from './plausible.ts';
import { WORD_START } from './word-start.ts';

/** Keys and tokens that are known by their form. */
export const formattedSecretsIn = (text: string): readonly Span[] => [
  ...keysIn(text),
  ...CONTEXTS.flatMap(({ kind, pattern }) => valuesIn(text, kind, pattern)),
  ...privateKeysIn(text),
];

/** By what the issuers write of their keys. Where two of them begin alike the first one counts. */
const KEYS: readonly (readonly [kind: SecretKind, pattern: string])[] = [
  ['AWS_KEY', '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}'],
  ['GITHUB_TOKEN', 'gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,}'],
  ['GITLAB_TOKEN', 'gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat)-[A-Za-z0-9_-]{20,}'],
  ['SLACK_TOKEN', '(?:xox[a-z]|xapp)-[A-Za-z0-9-]{10,}'],
  ['STRIPE_KEY', '(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}'],
  ['GOOGLE_KEY', 'AIza[A-Za-z0-9_-]{35}|GOCSPX-[A-Za-z0-9_-]{28}|ya29\\.[A-Za-z0-9_-]{20,}'],
  ['ANTHROPIC_KEY', 'sk-ant-[A-Za-z0-9_-]{20,}'],
  ['OPENAI_KEY', 'sk-(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{20,}'],
  ['NPM_TOKEN', 'npm_[A-Za-z0-9]{36}'],
  [
    'SERVICE_TOKEN',
    'hf_[A-Za-z0-9]{30,}|dop_v1_[a-f0-9]{64}|SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}|' +
      'sbp_[a-f0-9]{40}|shp(?:at|ss|ca|pa)_[a-fA-F0-9]{32}',
  ],
  ['TELEGRAM_TOKEN', '[0-9]{8,10}:[A-Za-z0-9_-]{35}'],
  [
    'MISSION_CONTROL_KEY',
    'mc_lease_[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{16,}|mc_(?:pers|agent|exec|serv|owner|invite|setup)_[A-Za-z0-9_-]{20,}',
  ],
  ['JSON_WEB_TOKEN', 'eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*'],
];

/** They begin where a word does, so that a long text is gone through once. */
const expressionOf = (keys: typeof KEYS): RegExp =>
  new RegExp(
    `${WORD_START}(?:${keys.map(([kind, pattern]) => `(?<${kind}>${pattern})`).join('|')})(?![A-Za-z0-9])`,
    'g',
  );

/** What may hold a slash, and so reach into the key behind it, is looked for by itself. */
const EXPRESSIONS: readonly RegExp[] = [
  expressionOf(KEYS),
  expressionOf([['SERVICE_TOKEN', 'whsec_[A-Za-z0-9+/]{20,}={0,2}']]),
];

const keysIn = (text: string): readonly Span[] =>
  EXPRESSIONS.flatMap((expression) =>
    Array.from(text.matchAll(expression), ({ 0: key, index, groups }) => ({
      kind: SECRET_KINDS.find((kind) => groups?.[kind] !== undefined) ?? 'TOKEN',
      start: index,
      end: index + key.length,
    })),
  );

/** By what is around them: the first group is the secret. */
const CONTEXTS: readonly { readonly kind: SecretKind; readonly pattern: RegExp }[] = [
  { kind: 'SERVICE_TOKEN', pattern: /hooks\.slack\.com\/(?:services|workflows)\/([A-Za-z0-9/]{20,})/dg },
  {
    kind: 'AUTHORIZATION',
    pattern:
      /(?<![A-Za-z0-9])authorization["'\\]{0,4}\s{0,4}[:=]\s{0,4}["'\\]{0,4}(?:[a-z]{3,12}\s{1,4})?((?=[\w.~+/=-]{0,64}\d|[\w.~+/=-]{16})[\w.~+/=-]{6,})/dgi,
  },
  {
    kind: 'AUTHORIZATION',
    pattern: /(?<![A-Za-z0-9])(?:bearer|basic)\s{1,4}((?=[\w.~+/=-]{0,64}\d)[\w.~+/=-]{8,})/dgi,
  },
  { kind: 'AUTHORIZATION', pattern: /(?<![\w-])(?:-u|--user)[ \t=]{1,4}["']?[^\s:"']+:([^\s"']{6,})/dg },
  {
    kind: 'URL_PASSWORD',
    pattern: /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/[^\s/?#@:"'`]*:([^\s/@"'`<>]+)@/dgi,
  },
];

const valuesIn = (text: string, kind: SecretKind, pattern: RegExp): readonly Span[] =>
  Array.from(text.matchAll(pattern), ({ indices }): Span => {
    const [start, end] = indices?.[1] ?? [0, 0];
    return { kind, start, end };
  }).filter(({ start, end }) => !isStandIn(text.slice(start, end)));

/** From the first line to the last one, or to the end of the text where that is missing. */
function privateKeysIn(text: string): readonly Span[] {
  const spans: Span[] = [];
  const opening = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
  for (let begin = opening.exec(text); begin; begin = opening.exec(text)) {
    const lastLine = text.indexOf('-----END', begin.index);
    const end = lastLine === -1 ? text.length : endOfLastLine(text, lastLine);
    spans.push({ kind: 'PRIVATE_KEY', start: begin.index, end });
    opening.lastIndex = end;
  }
  return spans;
}

function endOfLastLine(text: string, start: number): number {
  const afterWord = start + '-----END'.length;
  const dashes = text.slice(afterWord, afterWord + 80).indexOf('-----');
  return dashes === -1 ? afterWord : afterWord + dashes + '-----'.length;
}
