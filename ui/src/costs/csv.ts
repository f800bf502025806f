import { saveFile } from '../controls/save-file.ts';

// A cell that begins like a formula is one to a spreadsheet; the apostrophe makes it text.
const FORMULA = /^[=+\-@\t\r]/;

/** RFC 4180: comma, CRLF, quotes where needed. */
const csvOf = (rows: readonly CsvRow[]): string => rows.map((row) => row.map(cellOf).join(',')).join('\r\n') + '\r\n';

function cellOf(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export type CsvRow = readonly (string | number)[];

/** Gives the browser a table to save. */
export function saveCsv(name: string, rows: readonly CsvRow[]): void {
  // The mark tells spreadsheets that it is UTF-8.
  saveFile(name, new Blob(['\uFEFF', csvOf(rows)], { type: 'text/csv;charset=utf-8' }));
}
