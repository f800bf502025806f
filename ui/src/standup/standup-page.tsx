import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { CalendarCheck } from 'lucide-react';
import { clockIn, standupHeadline } from '../../../domain/standup/words.ts';
import { Select } from '../controls/field.tsx';
import { PageFrame } from '../controls/page-frame.tsx';
import { ProjectChoice } from '../controls/project-choice.tsx';
import { Empty, Failure, SkeletonLines } from '../controls/states.tsx';
import { CopyButtons } from './copy-buttons.tsx';
import { keptStandupsQuery, standupQuery } from './standup-queries.ts';
import type { StandupChoice } from './standup-search.ts';
import { StandupView } from './standup-view.tsx';

/** What a project did in 24 hours, what waits for people, and what they should do first. */
export default function StandupPage() {
  const { project, day }: StandupChoice = useSearch({ from: '/standup' });
  const navigate = useNavigate();
  const choose = (next: StandupChoice) => void navigate({ to: '/standup', replace: true, search: next });
  if (project !== undefined) return <ProjectStandup key={project} project={project} day={day} onChoose={choose} />;
  return (
    <PageFrame
      title="Standup"
      isWide
      actions={<ProjectChoice slug={undefined} onChoose={(slug) => choose({ project: slug })} />}
    >
      <Empty title="Choose a project" icon={<CalendarCheck size={22} aria-hidden />}>
        <p>Each project has a standup of its own, every day at the hour that its settings say.</p>
      </Empty>
    </PageFrame>
  );
}

interface ProjectStandupProps {
  readonly project: string;
  readonly day: string | undefined;
  readonly onChoose: (choice: StandupChoice) => void;
}

function ProjectStandup({ project, day, onChoose }: ProjectStandupProps) {
  const { data: standup, error, isPending, refetch } = useQuery(standupQuery(project, day));
  const until = standup && `${standup.date} at ${clockIn(standup.project.timeZone, standup.at)}`;
  return (
    <PageFrame
      title="Standup"
      isWide
      note={until === undefined ? undefined : `The 24 hours up to ${until}, ${standup?.project.timeZone}`}
      actions={
        <div className="flex flex-wrap gap-2 max-md:w-full max-md:[&>select]:flex-1">
          <ProjectChoice slug={project} onChoose={(slug) => onChoose({ project: slug })} />
          <DayChoice project={project} day={day} onChoose={(next) => onChoose({ project, day: next })} />
          <CopyButtons standup={standup} />
        </div>
      }
    >
      {isPending && <SkeletonLines count={8} />}
      {error && !standup && <Failure error={error} onRetry={() => void refetch()} />}
      {standup && (
        <>
          <p className="mb-3 font-medium">{standupHeadline(standup)}</p>
          <StandupView standup={standup} />
        </>
      )}
    </PageFrame>
  );
}

interface DayChoiceProps {
  readonly project: string;
  readonly day: string | undefined;
  readonly onChoose: (day: string | undefined) => void;
}

/** Now, or one of the days that were kept. */
function DayChoice({ project, day, onChoose }: DayChoiceProps) {
  const kept = useInfiniteQuery(keptStandupsQuery(project)).data?.pages.flatMap(({ items }) => items) ?? [];
  const days = kept.map(({ date }) => date);
  return (
    <Select
      aria-label="Day"
      className="w-auto! text-[13px]!"
      value={day ?? ''}
      onChange={({ target }) => onChoose(target.value || undefined)}
    >
      <option value="">Now</option>
      {(day === undefined || days.includes(day) ? days : [day, ...days]).map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </Select>
  );
}
