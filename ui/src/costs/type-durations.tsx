import type { FlowView } from '../../../operations/schemas/analytics.ts';
import { TYPE_LABELS } from '../board/words.ts';
import { durationInWords } from './amount-words.ts';
import { FigureTable } from './figure-table.tsx';

export const TypeDurations = ({ types }: { readonly types: FlowView['byType'] }) => (
  <section aria-label="Cycle time by type" className="rounded-lg border border-line bg-surface p-3.5 shadow-card">
    <h2 className="mb-1 text-[13px] font-semibold">Cycle time by type</h2>
    {types.length === 0 ? (
      <p className="text-[13px] text-ink-faint">Finished tasks appear here by their type.</p>
    ) : (
      <FigureTable
        caption="Cycle time by type of task"
        columns={['Type', 'Done', 'Median', 'Nine of ten within']}
        rows={types.map(({ type, count, medianSeconds, p90Seconds }) => ({
          key: type,
          cells: [TYPE_LABELS[type], count, durationInWords(medianSeconds), durationInWords(p90Seconds)],
        }))}
      />
    )}
  </section>
);
