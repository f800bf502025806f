type Fields = Readonly<Record<string, unknown>>;

/** What a payload shows: what would run, what would change, why it is asked, and the rest. */
export interface PayloadParts {
  readonly command?: string | undefined;
  readonly diffs: readonly { readonly name?: string | undefined; readonly text: string }[];
  readonly reasons: readonly string[];
  readonly rows: readonly (readonly [name: string, value: unknown])[];
}

const COMMANDS = new Set(['command', 'cmd', 'script', 'argv']);
const DIFFS = new Set(['diff', 'patch']);

/** The payload is data of agents and executors that no type vouches for. */
export function partsOf(payload: Fields): PayloadParts {
  const given = isFields(payload['arguments']) ? payload['arguments'] : {};
  const { tool: _tool, arguments: others, reasons, ...own } = payload;
  const rest = isFields(others) || others === undefined ? {} : { arguments: others };
  const entries = Object.entries({ ...given, ...own, ...rest });
  const command = entries.find(([name, value]) => COMMANDS.has(name) && commandText(value) !== undefined);
  const shown = entries.filter((entry) => entry !== command && !isDiffEntry(entry));
  return {
    command: command && commandText(command[1]),
    diffs: entries.filter(isDiffEntry).flatMap(diffsIn),
    reasons: isTexts(reasons) ? reasons : [],
    rows: isTexts(reasons) || reasons === undefined ? shown : [...shown, ['reasons', reasons]],
  };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function commandText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return isTexts(value) && value.length > 0 ? value.join(' ') : undefined;
}

type Entry = readonly [name: string, value: unknown];

const isDiffEntry = ([name, value]: Entry): boolean =>
  (DIFFS.has(name) && typeof value === 'string') || (name === 'files' && isDiffFiles(value));

const isDiffFiles = (value: unknown): value is readonly { path?: unknown; diff: string }[] =>
  Array.isArray(value) && value.length > 0 && value.every((file) => isFields(file) && typeof file['diff'] === 'string');

function diffsIn([, value]: Entry): PayloadParts['diffs'] {
  if (typeof value === 'string') return [{ text: value }];
  if (!isDiffFiles(value)) return [];
  return value.map(({ path, diff }) => ({ text: diff, name: typeof path === 'string' ? path : undefined }));
}
