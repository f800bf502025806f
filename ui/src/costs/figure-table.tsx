import type { ReactNode } from 'react';
import { classNames } from '../controls/class-names.ts';

export interface FigureRow {
  readonly key: string;
  readonly cells: readonly ReactNode[];
}

interface FigureTableProps {
  readonly caption: string;
  /** The first names the rows; the others are numbers. */
  readonly columns: readonly string[];
  readonly rows: readonly FigureRow[];
}

/** Numbers under their names, aligned to be compared. */
export const FigureTable = ({ caption, columns, rows }: FigureTableProps) => (
  <table className="w-full text-[13px] tabular-nums">
    <caption className="sr-only">{caption}</caption>
    <thead>
      <tr className="text-xs text-ink-faint">
        {columns.map((column, index) => (
          <th
            key={column}
            scope="col"
            className={classNames(
              'py-1.5 font-medium whitespace-nowrap',
              index === 0 ? 'text-left' : 'pl-4 text-right',
            )}
          >
            {column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(({ key, cells }) => (
        <tr key={key} className="border-t border-line">
          {cells.map((cell, index) =>
            index === 0 ? (
              <th key={index} scope="row" className="max-w-56 truncate py-1.5 text-left font-normal">
                {cell}
              </th>
            ) : (
              <td key={index} className="py-1.5 pl-4 text-right whitespace-nowrap">
                {cell}
              </td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  </table>
);
