import { useMutation } from '@tanstack/react-query';
import type { DryRunResult, dryRunSchema } from '../../../operations/schemas/policy.ts';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { FormError } from '../controls/form-error.tsx';
import { ReasonText } from '../inbox/reason-text.tsx';
import { DecisionBadge } from './decision-badge.tsx';

type DryRunInput = (typeof dryRunSchema)['_zod']['input'];

/** What these rules would have changed, had they held for the last tool calls. */
export function DryRunNumbers({ scope, rules }: Pick<DryRunInput, 'scope' | 'rules'>) {
  const dryRun = useMutation({ mutationFn: () => post<DryRunResult>('/policies/dry-run', { scope, rules }) });
  return (
    <section aria-label="Dry run" className="flex flex-col gap-2 text-[13px]">
      <div>
        <Button size="small" isBusy={dryRun.isPending} onClick={() => dryRun.mutate()}>
          What would have changed?
        </Button>
      </div>
      <FormError error={dryRun.error} />
      {dryRun.data && <Numbers result={dryRun.data} />}
    </section>
  );
}

function Numbers({ result: { looked, stricter, looser, changed } }: { readonly result: DryRunResult }) {
  if (looked === 0) return <p className="text-ink-soft">No tool call has been made yet that it could be tried on.</p>;
  return (
    <>
      <p>
        Of the last {looked} tool calls {stricter} would have been treated more strictly, {looser} less strictly.
      </p>
      <ul aria-label="Calls that change" className="flex max-h-64 flex-col gap-2 overflow-y-auto">
        {changed.map(({ decision, before, after, reasons }) => (
          <li key={decision.id} className="rounded-md border border-line px-2.5 py-1.5">
            <p className="flex flex-wrap items-center gap-1.5">
              <code className="min-w-0 flex-1 truncate text-xs">{callInWords(decision.action)}</code>
              <DecisionBadge decision={before} /> <span aria-label="becomes">→</span> <DecisionBadge decision={after} />
            </p>
            <p className="text-ink-soft">
              <ReasonText>{reasons.join(' ')}</ReasonText>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

function callInWords({ tool, arguments: given }: Readonly<Record<string, unknown>>): string {
  const { command } = (given ?? {}) as { command?: unknown };
  return typeof command === 'string' ? command : `${String(tool)} ${JSON.stringify(given ?? {})}`;
}
