import { Download } from 'lucide-react';
import { useId, useRef, useState, type ReactNode } from 'react';
import { Button } from '../controls/button.tsx';
import { Menu, MenuItem } from '../controls/menu.tsx';
import { notice } from '../controls/notice.ts';
import { savePng } from './chart-png.ts';
import { saveCsv, type CsvRow } from './csv.ts';
import { FigureTable, type FigureRow } from './figure-table.tsx';
import { SwatchMark, type Swatch } from './swatch.tsx';

interface ChartFrameProps {
  readonly title: string;
  /** What the picture shows, for those who do not see it. */
  readonly summary: string;
  readonly chart: ReactNode;
  /** What stands for what; not needed where there is one thing only. */
  readonly legend?: readonly { readonly label: string; readonly swatch: Swatch }[];
  /** The same as numbers. */
  readonly table: {
    readonly caption: string;
    readonly columns: readonly string[];
    readonly rows: readonly FigureRow[];
  };
  /** The same for a spreadsheet, with numbers that can be added up; as in the table when not given. */
  readonly csv?: readonly CsvRow[];
  /** Of files that are saved, without the ending. */
  readonly file: string;
  /** In pixels, where there is more to show than usual. */
  readonly height?: number;
  readonly children?: ReactNode;
}

/** A chart with a sentence that says what it shows, a legend, a table in its place, and files to take away. */
export function ChartFrame(props: ChartFrameProps) {
  const { title, summary, chart, legend, table, csv, file, height = 224, children } = props;
  const [isTable, setIsTable] = useState(false);
  const picture = useRef<HTMLDivElement>(null);
  const id = useId();
  const png = () => {
    const svg = picture.current?.querySelector('svg');
    if (svg)
      savePng(svg, `${file}.png`).catch((error: unknown) => notice.refused('The picture could not be made', error));
  };
  return (
    <section aria-labelledby={id} className="rounded-lg border border-line bg-surface p-3.5 shadow-card">
      <div className="mb-2 flex min-h-7 items-center gap-2">
        <h2 id={id} className="flex-1 text-[13px] font-semibold">
          {title}
        </h2>
        <Button look="quiet" size="small" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
          As a table
        </Button>
        <Menu
          trigger={
            <Button look="quiet" size="small" aria-label={`Save ${title}`}>
              <Download size={13} aria-hidden /> Save
            </Button>
          }
        >
          <MenuItem onSelect={() => saveCsv(`${file}.csv`, csv ?? [table.columns, ...table.rows.map(textOf)])}>
            Numbers (CSV)
          </MenuItem>
          {!isTable && <MenuItem onSelect={png}>Picture (PNG)</MenuItem>}
        </Menu>
      </div>
      {isTable ? (
        <section tabIndex={0} aria-label={`${title}, as a table`} className="max-h-72 overflow-auto">
          <FigureTable {...table} />
        </section>
      ) : (
        <figure>
          <figcaption className="sr-only">{summary}</figcaption>
          <div ref={picture} aria-hidden className="w-full" style={{ height }}>
            {chart}
          </div>
          {legend && (
            <ul aria-label="Legend" className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-soft">
              {legend.map(({ label, swatch }) => (
                <li key={label} className="flex items-center gap-1.5">
                  <SwatchMark swatch={swatch} /> {label}
                </li>
              ))}
            </ul>
          )}
        </figure>
      )}
      {children}
    </section>
  );
}

const textOf = ({ cells }: FigureRow): CsvRow =>
  cells.map((cell) => (typeof cell === 'number' || typeof cell === 'string' ? cell : ''));
