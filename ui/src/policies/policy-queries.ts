import { queryOptions } from '@tanstack/react-query';
import type { TaskType } from '../../../domain/task/vocabulary.ts';
import type { EffectivePolicyView, PolicyDiff, PolicyView } from '../../../operations/schemas/policy.ts';
import { pages, type Page } from '../api/queries.ts';
import { get } from '../api/request.ts';

/** Whose rules are looked at: what is left out has none of its own. */
export interface PolicyPlace {
  readonly project: string;
  readonly taskType?: TaskType | undefined;
  readonly agent?: string | undefined;
}

export const effectivePolicyQuery = ({ project, taskType, agent }: PolicyPlace) =>
  queryOptions({
    queryKey: ['policies', project, 'effective', taskType, agent],
    queryFn: ({ signal }) => get<EffectivePolicyView>('/policies/effective', { project, taskType, agent }, signal),
  });

export const policiesQuery = (project: string) => pages<PolicyView>(['policies', project], '/policies', { project });

/** Those of a project that hold, and those that hold everywhere. */
export const activePoliciesQuery = (project: string) =>
  queryOptions({
    queryKey: ['policies', project, 'active'],
    queryFn: ({ signal }) => get<Page<PolicyView>>('/policies', { project, active: 'true', limit: 100 }, signal),
  });

/** @param id "PROJECT:mc@3" */
export const policyQuery = (id: string) =>
  queryOptions({
    queryKey: ['policies', 'version', id],
    queryFn: ({ signal }) => get<PolicyView>(`/policies/${encodeURIComponent(id)}`, {}, signal),
  });

/** @param from a version, or BUILT_IN */
export const policyDiffQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['policies', 'diff', from, to],
    queryFn: ({ signal }) => get<PolicyDiff>('/policies/diff', { from, to }, signal),
    staleTime: Infinity,
  });
