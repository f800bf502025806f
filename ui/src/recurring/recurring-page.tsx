import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { CalendarClock, Plus } from 'lucide-react';
import { useState } from 'react';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { projectsQuery } from '../api/queries.ts';
import { Button } from '../controls/button.tsx';
import { useMediaQuery } from '../controls/media-query.ts';
import { PageFrame } from '../controls/page-frame.tsx';
import { Empty, Failure, SkeletonLines } from '../controls/states.tsx';
import { useRoleIn } from '../shell/actor.ts';
import { NotFoundPage } from '../shell/not-found-page.tsx';
import { OccurrencesPanel } from './occurrences-panel.tsx';
import { RecurringCard } from './recurring-card.tsx';
import { RecurringDialog } from './recurring-dialog.tsx';
import { recurringTasksQuery } from './recurring-queries.ts';

/** There is room for two columns. */
const WIDE = '(min-width: 64rem)';

/** Tasks that are made again and again, or once at a time to come. */
export default function RecurringPage() {
  const { project: slug } = useParams({ from: '/projects/$project/recurring' });
  const projects = useQuery(projectsQuery);
  const project = projects.data?.items.find((candidate) => candidate.slug === slug);
  if (projects.isPending) return <SkeletonLines />;
  return project ? <RecurringTasks key={slug} project={project} /> : <NotFoundPage />;
}

function RecurringTasks({ project: { slug, name, timeZone } }: { readonly project: ProjectView }) {
  const query = useQuery(recurringTasksQuery(slug));
  const mayChange = useRoleIn()(slug) !== 'VIEWER';
  const isWide = useMediaQuery(WIDE);
  const [isMaking, setIsMaking] = useState(false);
  const [chosenId, setChosenId] = useState<string>();
  const items = query.data?.items ?? [];
  const chosen = items.find(({ id }) => id === chosenId) ?? items[0];
  return (
    <PageFrame
      title="Recurring tasks"
      isWide
      note={`${name}: tasks that are made again and again, or once at a time to come`}
      actions={
        mayChange && (
          <Button look="primary" onClick={() => setIsMaking(true)}>
            <Plus size={14} aria-hidden /> New recurring task
          </Button>
        )
      }
    >
      {query.isPending && <SkeletonLines />}
      {query.error && !query.data && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && items.length === 0 && (
        <Empty title="No task is made by itself yet" icon={<CalendarClock size={20} aria-hidden />}>
          <p>Set one up for what comes every day, every week or every month.</p>
        </Empty>
      )}
      {chosen && (
        <div className="grid items-start gap-4 lg:grid-cols-[2fr_3fr]">
          <ul aria-label="Recurring tasks" className="flex min-w-0 flex-col gap-3">
            {items.map((recurring) => (
              <li key={recurring.id}>
                <RecurringCard
                  recurring={recurring}
                  isChosen={recurring.id === chosen.id}
                  mayChange={mayChange}
                  onChoose={() => setChosenId(recurring.id)}
                />
                {!isWide && recurring.id === chosen.id && <OccurrencesPanel key={chosen.id} recurring={chosen} />}
              </li>
            ))}
          </ul>
          {isWide && <OccurrencesPanel key={chosen.id} recurring={chosen} />}
        </div>
      )}
      {isMaking && (
        <RecurringDialog
          project={slug}
          timeZone={timeZone}
          onDone={({ id }) => setChosenId(id)}
          onClose={() => setIsMaking(false)}
        />
      )}
    </PageFrame>
  );
}
