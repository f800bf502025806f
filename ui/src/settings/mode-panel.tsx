import { queryOptions, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { ModeHistoryView, ProjectView } from '../../../operations/schemas/project.ts';
import { installationQuery } from '../api/queries.ts';
import { get } from '../api/request.ts';
import { MODE_LABELS, MODE_MEANINGS } from '../board/words.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Ago } from '../controls/time.tsx';
import { Panel } from '../people/panel.tsx';
import { Who } from '../task/who.tsx';

const ModeDialog = lazy(() => import('../shell/mode-dialog.tsx'));

const modeHistoryQuery = (slug: string) =>
  queryOptions({
    queryKey: ['mode-history', slug],
    queryFn: ({ signal }) => get<ModeHistoryView>(`/projects/${slug}/mode-history`, {}, signal),
  });

/** How the project runs, and how it ran. */
export function ModePanel({ project }: { readonly project: ProjectView }) {
  const history = useQuery(modeHistoryQuery(project.slug));
  const isStopped = useQuery(installationQuery).data?.emergencyStop !== undefined;
  const [isChanging, setIsChanging] = useState(false);
  return (
    <Panel
      title="Mode"
      note={
        isStopped
          ? 'Everything is stopped by the emergency stop.'
          : `${MODE_LABELS[project.mode]}. ${MODE_MEANINGS[project.mode]}`
      }
      actions={!isStopped && <Button onClick={() => setIsChanging(true)}>Change…</Button>}
    >
      {history.isPending && <SkeletonLines />}
      {history.error && !history.data && <Failure error={history.error} onRetry={() => void history.refetch()} />}
      {history.data?.items.length === 0 && <p className="text-[13px] text-ink-soft">Normal from the beginning on.</p>}
      {history.data && history.data.items.length > 0 && (
        <ol aria-label="History of the mode" className="-my-1.5 divide-y divide-line">
          {history.data.items.map(({ mode, reason, by, at }) => (
            <li key={at} className="flex flex-wrap items-center gap-x-2 gap-y-0.5 py-1.5 text-[13px]">
              <Badge tone={mode === 'NORMAL' ? 'good' : 'warn'}>{MODE_LABELS[mode]}</Badge>
              <span className="min-w-0 break-words">{reason}</span>
              <span className="text-xs text-ink-soft">
                <Who actor={by} /> · <Ago at={at} />
              </span>
            </li>
          ))}
        </ol>
      )}
      <Suspense>{isChanging && <ModeDialog project={project} onClose={() => setIsChanging(false)} />}</Suspense>
    </Panel>
  );
}
