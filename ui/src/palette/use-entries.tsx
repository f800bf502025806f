import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { projectsQuery } from '../api/queries.ts';
import { StatusMark } from '../board/status-mark.tsx';
import { STATUS_LABELS } from '../board/words.ts';
import type { Entry, Group } from './entry.ts';
import { useFoundTasks, useRecentTasks } from './found-tasks.ts';
import { ranked, scoreOf, type RankedGroup } from './ranking.ts';
import { useActions } from './use-actions.tsx';
import { useAgents, usePages, useProjects } from './use-places.tsx';

/** Items of a group: before anything is typed, and of what fits. */
const MOST = { untyped: 12, typed: 8 };

interface Entries {
  readonly groups: readonly RankedGroup<Entry>[];
  /** Tasks are still being looked for. */
  readonly isSearching: boolean;
}

/** What the palette offers for what was typed, the likeliest first. */
export function useEntries(typed: string, only: 'PROJECTS' | undefined): Entries {
  const taskEntry = useTaskEntry();
  const actions = useActions();
  const pages = usePages();
  const projects = useProjects();
  const agents = useAgents();
  const recent = useRecentTasks();
  const { tasks, isSearching } = useFoundTasks(only === undefined ? typed : '');

  if (only === 'PROJECTS') return { groups: ranked(projects, typed, projects.length), isSearching: false };
  if (typed.trim() === '') {
    const own = pages.slice(0, MOST.untyped);
    const start = [...recent.map((task) => taskEntry(task, 'Recent tasks')), ...actions, ...own, ...projects];
    return { groups: ranked(start, '', MOST.untyped), isSearching: false };
  }
  const others = ranked([...actions, ...pages, ...projects, ...agents], typed, MOST.typed);
  return {
    groups: withTasks(
      others,
      tasks.slice(0, MOST.typed).map((task) => taskEntry(task, 'Tasks')),
      typed,
    ),
    isSearching,
  };
}

/** Tasks come where their best one belongs; between equals they come first. */
function withTasks(groups: readonly RankedGroup<Entry>[], items: readonly Entry[], typed: string) {
  if (items.length === 0) return groups;
  const score = Math.max(...items.map((item) => scoreOf(item, typed)));
  return [{ name: 'Tasks', score, items }, ...groups].toSorted((one, other) => other.score - one.score);
}

function useTaskEntry(): (task: TaskCard, group: Group) => Entry {
  const { history } = useRouter();
  const projects = useQuery(projectsQuery).data?.items ?? [];
  return ({ key, title, status, projectId }, group) => ({
    id: `task ${key}`,
    group,
    label: title,
    detail: `${key} · ${STATUS_LABELS[status]} · ${projects.find(({ slug }) => slug === projectId)?.name ?? projectId}`,
    alias: key,
    icon: <StatusMark status={status} />,
    run: () => history.push(`/p/${projectId}/t/${key}`),
  });
}
