import { type SecretKind, placeholder, placeholdersIn } from './kinds.ts';
import { isPlausible, type SecretName, secretNameOf } from './plausible.ts';
import { redactText } from './text.ts';

export interface SecretFinding {
  /** "headers.Authorization", "files[0].content"; empty for the value itself. */
  readonly path: string;
  readonly kind: SecretKind;
}

/** Secrets anywhere in a value: in texts, under names that say so, in JSON within texts. Never throws on plain data. */
export function findSecrets(value: unknown): readonly SecretFinding[] {
  return look(value).findings;
}

/**
 * Plain data of the same shape, in which each secret is replaced by `[redacted:KIND]`. A placeholder counts as a secret
 * again: `findSecrets` answers the same before and after.
 */
export function redact<Value>(value: Value): Value {
  return look(value).redacted as Value;
}

/** What lies deeper, or comes after so many parts, is taken for a secret: nobody has looked at it. */
const DEEPEST = 64;
const MOST_PARTS = 10_000;
/** JSON within JSON within JSON. */
const DEEPEST_JSON = 4;
const MOST_ROUNDS = 8;

interface Look {
  readonly findings: SecretFinding[];
  partsLeft: number;
  isChanged: boolean;
}

interface Place {
  readonly path: string;
  readonly depth: number;
  readonly jsonDepth: number;
  /** What the name of the value says of it. */
  readonly name?: SecretName | undefined;
}

function look(value: unknown): { readonly findings: readonly SecretFinding[]; readonly redacted: unknown } {
  const state: Look = { findings: [], partsLeft: MOST_PARTS, isChanged: false };
  const redacted = lookAt(value, { path: '', depth: 0, jsonDepth: 0 }, state);
  return { findings: state.findings, redacted };
}

function lookAt(value: unknown, place: Place, state: Look): unknown {
  if (typeof value === 'string') return lookAtText(value, place, state);
  if (typeof value !== 'object' || value === null) return value;
  const size = Array.isArray(value) ? value.length : Object.keys(value).length;
  if (place.depth >= DEEPEST || size > state.partsLeft) return notLookedInto(place, state);
  state.partsLeft -= size;
  return Array.isArray(value) ? lookAtList(value, place, state) : lookAtFields(value, place, state);
}

function notLookedInto({ path }: Place, state: Look): string {
  state.isChanged = true;
  state.findings.push({ path, kind: 'TOO_DEEP' });
  return placeholder('TOO_DEEP');
}

function lookAtList(list: readonly unknown[], place: Place, state: Look): unknown[] {
  return list.map((item, index) => {
    const path = `${place.path}[${index}]`;
    return lookAt(item, { ...place, path, depth: place.depth + 1, name: place.name ?? nameBefore(list, index) }, state);
  });
}

/** `["--token", "…"]`: arguments of a command. */
function nameBefore(list: readonly unknown[], index: number): SecretName | undefined {
  const before = list[index - 1];
  return typeof before === 'string' && /^--?[A-Za-z][\w-]{0,63}$/.test(before)
    ? secretNameOf(redactText(before))
    : undefined;
}

function lookAtFields(fields: object, place: Place, state: Look): object {
  const entries: [string, unknown][] = Object.entries(fields);
  const paired = nameInPair(entries);
  const redacted = new Map<string, unknown>();
  for (const [key, value] of entries) {
    const shown = freeKey(lookAtText(key, { path: place.path, depth: 0, jsonDepth: DEEPEST_JSON }, state), redacted);
    const path = place.path === '' ? shown : `${place.path}.${shown}`;
    const name = key === 'value' && paired ? paired : secretNameOf(shown);
    redacted.set(shown, lookAt(value, { ...place, path, depth: place.depth + 1, name }, state));
  }
  return Object.fromEntries(redacted);
}

/** Two keys that were secrets look the same afterwards. */
function freeKey(key: string, taken: ReadonlyMap<string, unknown>): string {
  let free = key;
  for (let count = 2; taken.has(free); count++) free = `${key} (${count})`;
  return free;
}

/** `{ "name": "DB_PASSWORD", "value": "…" }`: variables of an environment. */
function nameInPair(entries: readonly [string, unknown][]): SecretName | undefined {
  const named = entries.find(([key, value]) => (key === 'name' || key === 'key') && typeof value === 'string');
  return named && secretNameOf(redactText(String(named[1])));
}

function lookAtText(text: string, place: Place, state: Look): string {
  const redacted = redactedText(text, place, state);
  if (redacted !== text) state.isChanged = true;
  for (const { kind } of placeholdersIn(redacted)) state.findings.push({ path: place.path, kind });
  return redacted;
}

/** Until there is nothing more to take out, so that doing it again changes nothing. */
function redactedText(text: string, place: Place, state: Look): string {
  let redacted = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = redactText(redactJson(redacted, place, state));
    if (next === redacted) return wholeIfNamed(redacted, place.name);
    redacted = next;
  }
  return placeholder('TOO_DEEP');
}

function wholeIfNamed(text: string, name: SecretName | undefined): string {
  const isWhole = name !== undefined && placeholdersIn(text).length === 0 && isPlausible(text, name, 'LITERAL');
  return isWhole ? placeholder(name) : text;
}

/** JSON is written anew only when there is something to take out of it. */
function redactJson(text: string, place: Place, state: Look): string {
  if (place.jsonDepth >= DEEPEST_JSON || !/^\s*[[{"]/.test(text)) return text;
  const parsed = parse(text);
  if (parsed === undefined) return text;
  const inner: Look = { findings: [], partsLeft: state.partsLeft, isChanged: false };
  const redacted = lookAt(parsed, { ...place, depth: place.depth + 1, jsonDepth: place.jsonDepth + 1 }, inner);
  state.partsLeft = inner.partsLeft;
  return inner.isChanged ? JSON.stringify(redacted) : text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
