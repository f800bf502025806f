import { useState, type ReactNode } from 'react';
import { Button } from '../controls/button.tsx';

interface ChartFrameProps {
  readonly title: string;
  /** What the picture shows, for those who do not see it. */
  readonly summary: string;
  readonly chart: ReactNode;
  /** The same as numbers. */
  readonly table: ReactNode;
  readonly children?: ReactNode;
}

/** A chart with a sentence that says what it shows, and a table in its place for whoever prefers numbers. */
export function ChartFrame({ title, summary, chart, table, children }: ChartFrameProps) {
  const [isTable, setIsTable] = useState(false);
  return (
    <section aria-label={title} className="rounded-lg border border-line bg-surface p-3.5 shadow-card">
      <div className="mb-2 flex min-h-7 items-center gap-2">
        <h2 className="flex-1 text-[13px] font-semibold">{title}</h2>
        <Button look="quiet" size="small" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
          As a table
        </Button>
      </div>
      {isTable ? (
        <section tabIndex={0} aria-label={`${title}, as a table`} className="max-h-72 overflow-auto">
          {table}
        </section>
      ) : (
        <figure>
          <figcaption className="sr-only">{summary}</figcaption>
          <div aria-hidden className="h-56 w-full">
            {chart}
          </div>
        </figure>
      )}
      {children}
    </section>
  );
}
