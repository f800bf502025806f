import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import type { TaskType } from '../../domain/task/vocabulary.ts';
import { createTaskSchema } from '../schemas/task.ts';
import { NO_LINKS, type RowLinks } from './links.ts';
import type { FileRow } from './read-rows.ts';

/** Names of columns that are understood, in lower case without spaces, dashes and underscores. */
const COLUMNS = {
  ref: 'ref',
  externalid: 'ref',
  title: 'title',
  summary: 'title',
  description: 'description',
  type: 'type',
  priority: 'priority',
  labels: 'labels',
  parent: 'parent',
  dependson: 'dependsOn',
  due: 'dueAt',
  dueat: 'dueAt',
  budget: 'budget',
  budgetmicros: 'budgetMicros',
  checklist: 'checklist',
  metadata: 'metadata',
} as const;
type Column = (typeof COLUMNS)[keyof typeof COLUMNS];

/** Rows of the file that a row may wait for. */
const MOST_LINKS = 20;
const PRIORITY_WORDS = ['critical', 'high', 'normal', 'low'];
const REF = /^[\x21-\x7e](?:[\x20-\x7e]{0,98}[\x21-\x7e])?$/;

interface RowProblem {
  readonly path: string;
  readonly message: string;
}

/** What a row of a file asks for, or what is wrong with it. */
export interface ImportRow {
  readonly line: number;
  /** Names the row within the project, whatever file it comes in. */
  readonly ref: string;
  readonly title: string;
  /** Without what `links` names. */
  readonly task?: ReturnType<typeof createTaskSchema.parse>;
  readonly links: RowLinks;
  readonly errors: readonly RowProblem[];
}

interface Defaults {
  readonly project: string;
  /** For rows that do not say. */
  readonly type?: TaskType | undefined;
  /** Keys of tasks that rows have become before, by their refs. */
  readonly known: ReadonlyMap<string, string>;
}

type Known = Partial<Record<Column, unknown>>;

/** Everything by which rows are named in a file, and name others. */
export function namesIn(rows: readonly FileRow[]): readonly string[] {
  const names = rows.flatMap((row) => {
    const { ref, parent, dependsOn } = knownFields(row);
    const before = textsOf(dependsOn).flatMap((text) => [text, ...wordsOf(text)]);
    return [...(ref === undefined ? [] : [nameOf(ref)]), ...textsOf(parent), ...before];
  });
  return [...new Set(names)];
}

/** Understands rows one by one; columns that nobody knows are named once. */
export function tasksOfRows(
  rows: readonly FileRow[],
  defaults: Defaults,
): { readonly rows: readonly ImportRow[]; readonly ignored: readonly string[] } {
  const ignored = new Set(rows.flatMap(({ fields }) => Object.keys(fields).filter((name) => !columnOf(name))));
  const seen = new Map<string, number>();
  const given = new Set(rows.map(knownFields).flatMap(({ ref }) => (ref === undefined ? [] : [nameOf(ref)])));
  const read = rows.map((row) => importRow(row, defaults, { seen, given }));
  return { rows: read, ignored: [...ignored] };
}

interface Refs {
  /** How often each came before. */
  readonly seen: Map<string, number>;
  /** All that the file gives. */
  readonly given: ReadonlySet<string>;
}

function importRow(row: FileRow, { project, type, known }: Defaults, refs: Refs): ImportRow {
  const { line } = row;
  const { seen } = refs;
  const fields = knownFields(row);
  const { ref: given, budget, ...rest } = fields;
  const title = typeof rest.title === 'string' ? rest.title.trim() : '';
  const name = given === undefined ? contentRef(fields) : nameOf(given);
  const before = seen.get(name) ?? 0;
  seen.set(name, before + 1);
  // Rows without a name that say the same are as many tasks; the same name twice is a mistake.
  const ref = given === undefined && before > 0 ? `${name}-${before + 1}` : name;
  const { keys, links } = linksIn(rest, known, refs.given);
  const parsed = createTaskSchema.safeParse({
    project,
    ...(type !== undefined && { type }),
    ...rest,
    ...converted(rest),
    ...keys,
    ...(budget !== undefined && { budgetMicros: microsOf(budget) }),
    source: 'API',
    ...(given !== undefined && { sourceRef: `import:${name}` }),
  });
  const errors = [
    ...(links.dependsOn.length > MOST_LINKS ? [{ path: 'dependsOn', message: `must be at most ${MOST_LINKS}` }] : []),
    ...(given !== undefined && before > 0 ? [{ path: 'ref', message: 'is in the file twice' }] : []),
    ...(given !== undefined && !REF.test(name)
      ? [{ path: 'ref', message: 'must be 1 to 100 printable characters' }]
      : []),
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({ path: path.join('.'), message })),
  ];
  return { line, ref, title, links, ...(parsed.data && errors.length === 0 && { task: parsed.data }), errors };
}

function knownFields({ fields }: FileRow): Known {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const column = columnOf(name);
      return column ? [[column, value]] : [];
    }),
  );
}

/** Names of rows become the keys of their tasks, or links to rows that have none yet; other names are keys themselves. */
function linksIn({ parent, dependsOn }: Known, known: ReadonlyMap<string, string>, given: ReadonlySet<string>) {
  const isRow = (name: string) => given.has(name) && !known.has(name);
  const keyOf = (name: string) => known.get(name) ?? name;
  const [above] = textsOf(parent);
  const befores = textsOf(dependsOn).flatMap((text) => (given.has(text) || known.has(text) ? [text] : wordsOf(text)));
  const links: RowLinks = {
    ...(above !== undefined && isRow(above) && { parent: above }),
    dependsOn: befores.filter(isRow),
  };
  const keys = {
    // What is not a text is left to the schema.
    ...(above !== undefined && { parent: isRow(above) ? undefined : keyOf(above) }),
    ...(befores.length > 0 && { dependsOn: befores.filter((name) => !isRow(name)).map(keyOf) }),
  };
  return { keys, links: above === undefined && befores.length === 0 ? NO_LINKS : links };
}

/** What a cell or a list names, between commas and semicolons. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return listOf(value.trim(), /\s*[,;]\s*/);
  if (typeof value === 'number') return [String(value)];
  const isName = (name: unknown) => typeof name === 'string' || typeof name === 'number';
  return Array.isArray(value) && value.every(isName) ? value.map(nameOf) : [];
}

/** Keys may also have spaces between them. */
const wordsOf = (text: string): string[] => listOf(text, /\s+/);

const columnOf = (name: string): Column | undefined => {
  const plain = name.toLowerCase().replaceAll(/[\s_-]/g, '');
  return Object.hasOwn(COLUMNS, plain) ? COLUMNS[plain as keyof typeof COLUMNS] : undefined;
};

/** Cells are texts; a task is not. What is not a text already is left to the schema. */
function converted(fields: Known): Record<string, unknown> {
  const { type, priority, labels, dueAt, checklist } = fields;
  return {
    ...(typeof type === 'string' && { type: type.trim().toUpperCase().replaceAll(/[\s-]/g, '_') }),
    ...(typeof priority === 'string' && { priority: priorityOf(priority) }),
    ...(typeof labels === 'string' && { labels: listOf(labels, /[,;\s]+/) }),
    ...(typeof dueAt === 'string' && { dueAt: timeOf(dueAt) }),
    ...(typeof checklist === 'string' && {
      checklist: listOf(checklist, /\s*[;\n]\s*/).map((label) => ({ label, checked: false })),
    }),
  };
}

function priorityOf(text: string): unknown {
  const place = PRIORITY_WORDS.indexOf(text.trim().toLowerCase());
  return place === -1 ? Number(text) : place + 1;
}

const listOf = (text: string, separator: RegExp): string[] => text.split(separator).filter((part) => part !== '');

/** A day is its beginning in UTC; anything else that is not a time is left to the schema. */
function timeOf(text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const time = isDay || isTime ? new Date(text) : undefined;
  return time && !Number.isNaN(time.getTime()) ? time.toISOString() : text;
}

/** Dollars, as people write them. */
function microsOf(budget: unknown): unknown {
  const dollars = Number(String(budget).replace(/^\$\s*/, ''));
  return Number.isFinite(dollars) ? Math.round(dollars * 1_000_000) : budget;
}

const contentRef = (fields: object): string =>
  `row-${createHash('sha256')
    .update(stringify(fields) ?? '')
    .digest('hex')
    .slice(0, 24)}`;

/** The ref of a row. */
const nameOf = (given: unknown): string => wordOf(given).trim();

/** A name that a JSON file gives as a number is that number in words; what is no name is found by what it says. */
const wordOf = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value as string | number);
