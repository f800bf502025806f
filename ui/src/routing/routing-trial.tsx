import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RoutingTrial } from '../../../operations/schemas/routing.ts';
import { post } from '../api/request.ts';
import { EXECUTOR_LABELS } from '../board/words.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { FormError } from '../controls/form-error.tsx';
import { Panel } from '../people/panel.tsx';
import type { Rule } from './routing-queries.ts';

interface RoutingTrialPanelProps {
  readonly project: string;
  readonly rules: readonly Rule[];
  /** Whether these are other rules than those that hold. */
  readonly isDraft: boolean;
}

/** What the rules, as they stand on the page, would choose for the newest tasks. */
export function RoutingTrialPanel({ project, rules, isDraft }: RoutingTrialPanelProps) {
  const trial = useMutation({
    mutationFn: () => post<RoutingTrial>(`/projects/${project}/routing/try-out`, { rules }),
  });
  return (
    <Panel
      title="Try it out"
      note="On the newest 100 tasks, as if everybody were connected. Nothing is dispatched."
      actions={
        <Button isBusy={trial.isPending} onClick={() => trial.mutate()}>
          {isDraft ? 'What would change?' : 'Where would they go?'}
        </Button>
      }
    >
      <FormError error={trial.error} />
      {trial.data ? (
        <Result project={project} trial={trial.data} />
      ) : (
        <p className="text-[13px] text-ink-soft">Not tried yet.</p>
      )}
    </Panel>
  );
}

function Result({ project, trial }: { readonly project: string; readonly trial: RoutingTrial }) {
  const { looked, changed, items, unavailable } = trial;
  if (looked === 0) return <p className="text-[13px] text-ink-soft">There is no task yet that it could be tried on.</p>;
  return (
    <div className="flex flex-col gap-2 text-[13px]">
      <output>
        {changed} of the newest {looked} {looked === 1 ? 'task' : 'tasks'} would go another way.
      </output>
      {unavailable.map(({ executor, reason }) => (
        <p key={executor} className="text-warn">
          {EXECUTOR_LABELS[executor]} would be skipped now: {reason}.
        </p>
      ))}
      <ul aria-label="Tasks" className="max-h-96 divide-y divide-line overflow-y-auto" tabIndex={0}>
        {items.map(({ key, title, isChanged, before, after }) => (
          <li key={key} className="relative flex flex-wrap items-center gap-x-2 gap-y-1 py-1.5">
            <Link to="/p/$project/t/$key" params={{ project, key }} search={{}} className="font-mono text-xs underline">
              {key}
            </Link>
            <span className="min-w-0 flex-1 basis-40 truncate">{title}</span>
            {isChanged && (
              <>
                <Badge>{EXECUTOR_LABELS[before.executor]}</Badge>
                <span aria-hidden>→</span>
                <span className="sr-only">becomes</span>
              </>
            )}
            <Badge tone={isChanged ? 'accent' : 'neutral'}>{EXECUTOR_LABELS[after.executor]}</Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}
