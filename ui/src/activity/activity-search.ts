import { oneOf, said, textOf, type Search } from '../api/search.ts';

export const ACTOR_KINDS = ['HUMAN', 'AGENT', 'SYSTEM'] as const;
/** First parts of the types of events that a filter offers. */
export const SUBJECTS = ['task', 'execution', 'approval', 'deliverable', 'run', 'agent', 'project', 'member'] as const;

export interface ActivityFilters {
  readonly project?: string | undefined;
  readonly actorKind?: (typeof ACTOR_KINDS)[number] | undefined;
  readonly about?: (typeof SUBJECTS)[number] | undefined;
}

export const activitySearch = ({ project, actorKind, about }: Search): ActivityFilters =>
  said({ project: textOf(project), actorKind: oneOf(ACTOR_KINDS, actorKind), about: oneOf(SUBJECTS, about) });
