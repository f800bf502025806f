import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ExecutorView } from '../../../operations/schemas/routing.ts';
import { post } from '../api/request.ts';
import { EXECUTOR_LABELS } from '../board/words.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { notice } from '../controls/notice.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Ago } from '../controls/time.tsx';
import { Panel } from '../people/panel.tsx';
import { useIsAdmin } from '../shell/actor.ts';
import { executorsQuery } from './routing-queries.ts';

/** Who asks for work of each type: with what tool, how busy, and what they cannot reach. */
export function ExecutorsPanel({ project }: { readonly project?: string }) {
  const query = useQuery(executorsQuery(project));
  return (
    <Panel title="Executors" note="Whoever has asked for work within 90 seconds is connected.">
      {query.isPending && <SkeletonLines />}
      {query.error && !query.data && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <ul aria-label="Executors" className="-my-2 divide-y divide-line text-[13px]">
          {query.data.items.map((item) => (
            <li key={item.executor} aria-label={EXECUTOR_LABELS[item.executor]} className="py-2.5">
              <Executor item={item} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Executor({
  item: { executor, isAvailable, reason, pending, running, processes },
}: {
  readonly item: ExecutorView;
}) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <strong className="font-semibold">{EXECUTOR_LABELS[executor]}</strong>
        {executor !== 'MANUAL' && (
          <Badge tone={isAvailable ? 'good' : pending > 0 ? 'bad' : 'neutral'}>
            {isAvailable ? 'Connected' : 'Skipped'}
          </Badge>
        )}
        <span className="ml-auto text-xs text-ink-soft">
          {pending} waiting · {running} running
        </span>
      </p>
      {reason !== undefined && <p className="break-words text-ink-soft first-letter:uppercase">{reason}</p>}
      {processes.map((process) => (
        <Process key={process.name} executor={executor} process={process} />
      ))}
    </>
  );
}

interface ProcessProps {
  readonly executor: ExecutorView['executor'];
  readonly process: ExecutorView['processes'][number];
}

function Process({ executor, process }: ProcessProps) {
  const { name, version, tool, concurrency, running, isLive, lastSeenAt, circuits } = process;
  const facts = [
    ...(version === undefined ? [] : [version]),
    ...(tool ? [`${tool.name}${tool.version === undefined ? '' : ` ${tool.version}`}`] : []),
    concurrency === undefined ? `${running} running` : `${running} of ${concurrency} running`,
  ];
  return (
    <div className="mt-1.5 border-l-2 border-line pl-2.5">
      <p className="flex flex-wrap items-baseline gap-x-2 break-words">
        <span className={isLive ? 'font-medium' : 'text-ink-faint'}>{name}</span>
        <span className="text-xs text-ink-soft">{facts.join(' · ')}</span>
        <span className="text-xs text-ink-faint">
          seen <Ago at={lastSeenAt} />
        </span>
      </p>
      {circuits
        .filter(({ state }) => state !== 'CLOSED')
        .map(({ service, state, reason }) => (
          <div key={service} className="flex flex-wrap items-center gap-x-2 text-xs text-warn">
            <p className="min-w-0 break-words">
              {service}: {state === 'OPEN' ? 'circuit open' : 'trying again'}
              {reason !== undefined && ` (${reason})`}
            </p>
            <ResetButton executor={executor} service={service} />
          </div>
        ))}
    </div>
  );
}

/** Says that the service is well again: all processes of the type try it with their next claim. */
function ResetButton({ executor, service }: { readonly executor: ExecutorView['executor']; readonly service: string }) {
  const client = useQueryClient();
  const reset = useMutation({
    mutationFn: () => post(`/executors/${executor}/reset-circuits`, { service }),
    onSuccess: () => {
      notice.done(`${service} is tried again within half a minute`);
      void client.invalidateQueries({ queryKey: ['executors'] });
    },
    onError: (error) => notice.refused('The circuit was not reset', error),
  });
  if (!useIsAdmin()) return null;
  return (
    <Button size="small" isBusy={reset.isPending} onClick={() => reset.mutate()}>
      Reset
    </Button>
  );
}
