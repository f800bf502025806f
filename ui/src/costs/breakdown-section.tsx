import { Download, ReceiptText } from 'lucide-react';
import { TYPE_LABELS } from '../board/words.ts';
import type { CostsView } from '../../../operations/schemas/analytics.ts';
import type { TaskType } from '../../../domain/task/vocabulary.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Empty } from '../controls/states.tsx';
import { CostBars } from './cost-bars.tsx';
import { BREAKDOWN_LABELS, cellsOf, priceOf, rowsOf, shareOf, type CostRow } from './cost-row.ts';
import { BREAKDOWNS, type Breakdown, type CostFilters } from './cost-search.ts';
import { saveCsv } from './csv.ts';
import { FigureTable } from './figure-table.tsx';

interface BreakdownSectionProps {
  readonly costs: CostsView;
  readonly by: Breakdown;
  readonly view: CostFilters['view'];
  readonly onChange: (change: CostFilters) => void;
  /** Of the file that is saved. */
  readonly name: string;
}

/** Where the money went, as bars or as a table, and as a file. */
export function BreakdownSection({ costs, by, view, onChange, name }: BreakdownSectionProps) {
  const rows = rowsOf(costs, by).map((row) => (by === 'type' ? withLabel(row) : row));
  const isTable = view === 'table';
  return (
    <section aria-label="Breakdown" className="rounded-lg border border-line bg-surface p-3.5 shadow-card">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <h2 className="flex-1 text-[13px] font-semibold whitespace-nowrap">Where it went</h2>
        <Choice
          aria-label="Broken down by"
          className="w-auto! text-[13px]!"
          values={BREAKDOWNS}
          labels={BREAKDOWN_LABELS}
          value={by}
          onChoose={(next) => onChange({ by: next })}
        />
        <Button
          size="small"
          aria-pressed={isTable}
          className="aria-pressed:bg-accent-soft! aria-pressed:text-accent-text!"
          onClick={() => onChange({ view: isTable ? undefined : 'table' })}
        >
          Table
        </Button>
        <Button
          size="small"
          disabled={rows.length === 0}
          onClick={() => saveCsv(`costs-${name}-${costs.period}-by-${by}.csv`, cellsOf(rows, by))}
        >
          <Download size={13} aria-hidden /> CSV
        </Button>
      </div>
      {rows.length === 0 && (
        <Empty title="Nothing was spent in this time" icon={<ReceiptText size={20} aria-hidden />}>
          <p>Runs of agents and executors appear here with their tokens and prices.</p>
        </Empty>
      )}
      {rows.length > 0 && !isTable && <CostBars rows={rows} total={costs.total} />}
      {rows.length > 0 && isTable && (
        <section tabIndex={0} aria-label="Table of costs" className="overflow-x-auto">
          <FigureTable
            caption={`Costs by ${BREAKDOWN_LABELS[by].toLowerCase()}`}
            columns={[BREAKDOWN_LABELS[by], 'Cost', 'Share', 'Tokens in', 'Tokens out', 'Runs']}
            rows={rows.map((row) => ({
              key: row.key,
              cells: [
                row.label,
                priceOf(row),
                `${shareOf(row, costs.total).toFixed(1)} %`,
                row.inputTokens.toLocaleString('en'),
                row.outputTokens.toLocaleString('en'),
                row.runs,
              ],
            }))}
          />
        </section>
      )}
    </section>
  );
}

const withLabel = (row: CostRow): CostRow => ({ ...row, label: TYPE_LABELS[row.key as TaskType] ?? row.label });
