import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { projectsQuery } from '../api/queries.ts';
import { textOf } from '../api/search.ts';

const STORED_AS = 'project';

/** The project of the address, or the one looked at last, or the first. */
export function useCurrentProject(): ProjectView | undefined {
  const { project: inPath } = useParams({ strict: false });
  const inSearch = useSearch({ strict: false, select: (search) => textOf((search as { project?: unknown }).project) });
  const slug = inPath ?? inSearch;
  const projects = useQuery(projectsQuery).data?.items;
  return projects?.find((project) => project.slug === (slug ?? lastProject())) ?? (slug ? undefined : projects?.[0]);
}

const lastProject = (): string | null => localStorage.getItem(STORED_AS);
export const rememberProject = (slug: string): void => localStorage.setItem(STORED_AS, slug);
