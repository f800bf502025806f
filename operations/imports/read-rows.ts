import { parse } from 'csv-parse/sync';
import { OperationError } from '../errors.ts';

/** One task of a file as it was written there: fields by their names. */
export interface FileRow {
  /** Where it begins in the file, counting from 1; of JSON, its place in the list. */
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

const MOST_ROWS = 500;

/** @throws INVALID for a file that is not what it claims to be, with where it goes wrong */
export function readRows(format: 'CSV' | 'JSON', text: string): readonly FileRow[] {
  const rows = format === 'CSV' ? readCsv(text) : readJson(text);
  if (rows.length === 0) throw invalid('the file has no tasks');
  if (rows.length > MOST_ROWS) throw invalid(`the file has ${rows.length} tasks: ${MOST_ROWS} can be imported at once`);
  return rows;
}

/** RFC 4180, with commas, semicolons or tabs; the first line names the columns. */
function readCsv(text: string): FileRow[] {
  try {
    const options = { bom: true, columns: true, info: true, skip_empty_lines: true, trim: true } as const;
    const found = parse(text, { ...options, delimiter: delimiterOf(text) }) as unknown as {
      record: Record<string, string>;
      info: { lines: number };
    }[];
    return found.map(({ record, info }) => ({ line: info.lines, fields: withoutEmpty(record) }));
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}

/** Spreadsheets write what their country uses. */
function delimiterOf(text: string): string {
  const [head = ''] = text.split(/\r?\n/, 1);
  const counted = [',', ';', '\t'].map((delimiter) => [head.split(delimiter).length, delimiter] as const);
  return counted.reduce((best, one) => (one[0] > best[0] ? one : best))[1];
}

/** An empty cell says nothing. */
const withoutEmpty = (record: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''));

/** A list of tasks, or an object with one under `tasks`. */
function readJson(text: string): FileRow[] {
  const parsed = parsedJson(text);
  const list = isObject(parsed) ? parsed['tasks'] : parsed;
  if (!Array.isArray(list)) throw invalid('must be a list of tasks, or an object with a list under "tasks"');
  return list.map((fields: unknown, index) => {
    if (!isObject(fields)) throw invalid(`task ${index + 1} is not an object`);
    return { line: index + 1, fields };
  });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw invalid(`is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (message: string): OperationError =>
  new OperationError('INVALID', `the file cannot be read: ${message}`, { errors: [{ path: 'text', message }] });
