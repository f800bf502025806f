/** What a name says that its value is. */
export type SecretName = 'PASSWORD' | 'TOKEN';

/** Does a name, such as "DB_PASSWORD", "githubToken" or "--api-key", say that its value is a secret? */
export function secretNameOf(name: string): SecretName | undefined {
  const words = wordsOf(name.slice(-MOST_CHARACTERS));
  const ending = words.slice(-2).join(' ');
  if (PASSWORD_NAMES.test(ending)) return 'PASSWORD';
  return TOKEN_NAMES.test(ending) ? 'TOKEN' : undefined;
}

const MOST_CHARACTERS = 80;

/** Messages about passwords have more. */
const MOST_WORDS = 3;

const PASSWORD_NAMES = /(?:^| )(?:password|passwd|passphrase|passcode|pwd|pass word)$/;

const TOKEN_NAMES =
  /(?:^| )(?:token|secret|bearer|credential|credentials|apikey|accesskey|secretkey|privatekey|authtoken|api key|access key|secret key|private key|signing key|encryption key|account key|master key|service key|app key|auth key|key base|authorization)$/;

const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

/** How a value was given: quoted, after a bare "=", or as an argument it is meant to the letter. */
export type Writing = 'LITERAL' | 'LOOSE';

/** Could this be a secret, rather than a word, a type, a variable or something to be filled in? */
export function isPlausible(value: string, name: SecretName, writing: Writing): boolean {
  if (isStandIn(value)) return false;
  const classes = classesOf(value);
  if (name === 'TOKEN') return value.length >= 8 && isMixed(value, classes);
  if (writing === 'LITERAL') return value.length >= 6 && value.trim().split(/\s+/).length <= MOST_WORDS;
  return value.length >= 6 && classes >= 2 && /[0-9]/.test(value);
}

/** Letters and digits, or far too long for a word. */
const isMixed = (value: string, classes: number): boolean =>
  (/[0-9]/.test(value) && (classes >= 2 || value.length >= 16)) || (value.length >= 24 && classes >= 3);

/** Lower case, upper case, digits, and signs other than those within names. */
const classesOf = (value: string): number =>
  [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9_.\-\s]/].filter((pattern) => pattern.test(value)).length;

/** Stands for a value that is somewhere else, or that is still to come. */
export function isStandIn(value: string): boolean {
  const text = value.trim();
  return text === '' || text.length > LONGEST_STAND_IN ? text === '' : STAND_INS.some((pattern) => pattern.test(text));
}

const LONGEST_STAND_IN = 200;

const STAND_INS: readonly RegExp[] = [
  /^\$(?:\w+|\{[^}]*\}|\([^)]*\)|\{\{[^}]*\}\})$/,
  /^%\w+%$/,
  /^<[^>]*>$/,
  /^\{\{?[^}]*\}?\}$/,
  /^\[[^\]]*\]$/,
  /^(.)\1*$/,
  /^[A-Z]+(?:_[A-Z0-9]+)+$/,
  /^(?:process\.env|import\.meta\.env|os\.environ|os\.getenv|env|secrets|vars|config|settings|args|options|props|self|this|ctx|context|req|request)[.([]/,
  /^(?:your|insert|enter|replace|example|sample|dummy|fake)[-_ ]/i,
  /^(?:string|str|text|bytes|number|boolean|bool|object|any|unknown|null|none|nil|undefined|true|false|required|optional|password|passwd|secret|token|bearer|hidden|redacted|changeme|change-me|placeholder|example|default|function|async|await|new|return|const|let|var|import|export|type|input|field|label|value)$/i,
];
