import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Bot, File, Folder } from 'lucide-react';
import { projectsQuery } from '../api/queries.ts';
import { useIsAdmin, useRoleIn } from '../shell/actor.ts';
import { useCurrentProject } from '../shell/current-project.ts';
import { useProjectAddress } from '../shell/use-project-address.ts';
import { ofProject } from '../shell/project-address.ts';
import { PLACES, type Place } from '../shell/places.ts';
import { allAgentsQuery } from './all-agents-query.ts';
import type { Entry } from './entry.ts';

/** Every page of every project, those of the project at hand first. */
export function usePages(): readonly Entry[] {
  const { history } = useRouter();
  const isAdmin = useIsAdmin();
  const roleIn = useRoleIn();
  const current = useCurrentProject();
  const projects = useQuery(projectsQuery).data?.items ?? [];
  const others = projects.filter(({ slug }) => slug !== current?.slug);

  const entry = ({ name, alias, keys }: Place, address: string, project?: (typeof projects)[number]): Entry => ({
    id: `page ${address}`,
    group: 'Pages',
    label: name,
    detail: project?.name,
    alias: `${alias ?? ''} ${project?.slug ?? ''}`,
    keys: project === undefined || project === current ? keys : undefined,
    icon: <File />,
    run: () => history.push(address),
  });
  const mayOpen = (least: Place['least'], slug: string | undefined) =>
    least === undefined || (least === 'INSTALLATION' ? isAdmin : roleIn(slug) === 'ADMIN');

  return [...(current ? [current] : []), undefined, ...others].flatMap((project) =>
    PLACES.flatMap((place) => {
      const { address, least } = place;
      if (!mayOpen(least, project?.slug)) return [];
      if (typeof address === 'string') return project === undefined ? [entry(place, address)] : [];
      return project === undefined ? [] : [entry(place, address(project.slug), project)];
    }),
  );
}

/** The projects to switch to. */
export function useProjects(): readonly Entry[] {
  const { history } = useRouter();
  const address = useProjectAddress();
  const current = useCurrentProject();
  const projects = useQuery(projectsQuery).data?.items ?? [];
  return projects
    .filter(({ slug }) => slug !== current?.slug)
    .map(({ slug, name, keyPrefix }) => ({
      id: `project ${slug}`,
      group: 'Projects',
      label: name,
      detail: keyPrefix,
      alias: `${slug} switch to project`,
      icon: <Folder />,
      run: () => history.push(ofProject(address, slug)),
    }));
}

/** The agents of all projects. */
export function useAgents(): readonly Entry[] {
  const { history } = useRouter();
  const projects = useQuery(projectsQuery).data?.items ?? [];
  const agents = useQuery(allAgentsQuery).data?.items ?? [];
  return agents.map(({ id, name, emoji, role, projectId }) => ({
    id: `agent ${id}`,
    group: 'Agents',
    label: name,
    detail: projects.find(({ slug }) => slug === projectId)?.name ?? projectId,
    alias: `${role} agent`,
    icon: emoji === undefined ? <Bot /> : <span className="w-4 text-center">{emoji}</span>,
    run: () => history.push(`/projects/${projectId}/agents/${encodeURIComponent(id)}`),
  }));
}
