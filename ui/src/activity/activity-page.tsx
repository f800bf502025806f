import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Activity } from 'lucide-react';
import type { ActivityView } from '../../../operations/schemas/attention.ts';
import { pages } from '../api/queries.ts';
import { Choice } from '../controls/choice.tsx';
import { PageFrame } from '../controls/page-frame.tsx';
import { ProjectChoice } from '../controls/project-choice.tsx';
import { Empty } from '../controls/states.tsx';
import { Ago } from '../controls/time.tsx';
import { Pages } from '../task/pages.tsx';
import { Who } from '../task/who.tsx';
import { SUBJECTS, ACTOR_KINDS, type ActivityFilters } from './activity-search.ts';

const KIND_LABELS = { HUMAN: 'People', AGENT: 'Agents', SYSTEM: 'Mission Control' } as const;
const SUBJECT_LABELS: Readonly<Record<(typeof SUBJECTS)[number], string>> = {
  task: 'Tasks',
  execution: 'Executions',
  approval: 'Approvals',
  deliverable: 'Deliverables',
  run: 'Runs of models',
  agent: 'Agents',
  project: 'Projects',
  member: 'Members',
};

const activityQuery = ({ project, actorKind, about }: ActivityFilters) =>
  pages<ActivityView>(['activity', project, actorKind, about], '/activity', { project, actorKind, type: about });

/** Everything that happened, newest first. */
export default function ActivityPage() {
  const filters: ActivityFilters = useSearch({ from: '/activity' });
  const navigate = useNavigate();
  const query = useInfiniteQuery(activityQuery(filters));
  const filter = (change: ActivityFilters) =>
    void navigate({ to: '/activity', replace: true, search: { ...filters, ...change } });

  return (
    <PageFrame
      title="Activity"
      actions={
        <search className="flex flex-wrap gap-2 max-md:w-full max-md:[&>select]:flex-1">
          <ProjectChoice slug={filters.project} onChoose={(project) => filter({ project })} />
          <Choice
            aria-label="By whom"
            className="w-auto! text-[13px]!"
            values={ACTOR_KINDS}
            labels={KIND_LABELS}
            value={filters.actorKind}
            none="Anybody"
            onChoose={(actorKind) => filter({ actorKind })}
          />
          <Choice
            aria-label="About"
            className="w-auto! text-[13px]!"
            values={SUBJECTS}
            labels={SUBJECT_LABELS}
            value={filters.about}
            none="Anything"
            onChoose={(about) => filter({ about })}
          />
        </search>
      }
    >
      <Pages
        query={query}
        isEndless
        empty={
          <Empty title="Nothing has happened here" icon={<Activity size={22} aria-hidden />}>
            <p>What people, agents and Mission Control do is told here as it happens.</p>
          </Empty>
        }
      >
        {(activities) => (
          <ol
            aria-label="Activity"
            className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
          >
            {activities.map((activity) => (
              <ActivityItem key={activity.id} activity={activity} />
            ))}
          </ol>
        )}
      </Pages>
    </PageFrame>
  );
}

const ActivityItem = ({ activity }: { readonly activity: ActivityView }) => (
  <li className="flex flex-wrap items-baseline gap-x-2 px-3.5 py-2 text-[13px]">
    <span className="min-w-0 flex-1 break-words">
      <Who actor={activity.actor} /> {activity.summary} <About activity={activity} />
    </span>
    <Ago at={activity.at} className="text-xs whitespace-nowrap text-ink-faint" />
  </li>
);

const LINK = 'text-xs text-accent-text hover:underline';

/** What it was done to. */
const About = ({ activity: { projectId, taskKey, agentId } }: { readonly activity: ActivityView }) => {
  if (projectId === undefined) return null;
  if (taskKey !== undefined) {
    return (
      <Link
        to="/p/$project/t/$key"
        params={{ project: projectId, key: taskKey }}
        search={{ tab: 'timeline' }}
        className={`${LINK} font-mono`}
      >
        {taskKey}
      </Link>
    );
  }
  if (agentId !== undefined) {
    return (
      <Link to="/projects/$project/agents/$agent" params={{ project: projectId, agent: agentId }} className={LINK}>
        see the agent
      </Link>
    );
  }
  return (
    <Link to="/p/$project" params={{ project: projectId }} search={{}} className={LINK}>
      {projectId}
    </Link>
  );
};
