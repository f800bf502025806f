import type { RunView } from '../../../operations/schemas/run.ts';
import { Ago } from '../controls/time.tsx';
import { RunPrice } from '../costs/run-figures.tsx';
import { nameOf } from '../costs/run-list.tsx';

/** The ledger of a task: one row for each run of a model. */
export const RunTable = ({ runs }: { readonly runs: readonly RunView[] }) => (
  <section aria-label="Runs" tabIndex={0} className="overflow-x-auto px-4 py-3">
    <table className="w-full text-[13px] tabular-nums">
      <caption className="sr-only">Runs</caption>
      <thead>
        <tr className="text-left text-xs text-ink-faint [&>th]:pb-1.5 [&>th]:font-medium [&>th+th]:pl-3">
          <th scope="col">Run by</th>
          <th scope="col">Model</th>
          <th scope="col" className="text-right">
            In
          </th>
          <th scope="col" className="text-right">
            Out
          </th>
          <th scope="col" className="text-right" title="Read from and written to the cache">
            Cached
          </th>
          <th scope="col" className="text-right">
            Cost
          </th>
          <th scope="col" className="text-right">
            When
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id} className="border-t border-line [&>td]:py-1.5 [&>td+td]:pl-3" title={`Run ${run.id}`}>
            <td className="max-w-40 truncate">{nameOf(run)}</td>
            <td className="max-w-32 truncate">{run.usage?.model ?? run.model ?? '–'}</td>
            <td className="text-right">{countOf(run.usage?.inputTokens)}</td>
            <td className="text-right">{countOf(run.usage?.outputTokens)}</td>
            <td className="text-right">{countOf(cachedOf(run))}</td>
            <td className="text-right">
              <RunPrice run={run} />
            </td>
            <td className="text-right text-xs whitespace-nowrap text-ink-faint">
              <Ago at={run.finishedAt ?? run.startedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const countOf = (tokens: number | undefined): string => (tokens === undefined ? '–' : tokens.toLocaleString('en'));

function cachedOf({ usage }: RunView): number | undefined {
  if (usage?.cacheReadTokens === undefined && usage?.cacheWriteTokens === undefined) return undefined;
  return (usage.cacheReadTokens ?? 0) + (usage.cacheWriteTokens ?? 0);
}
