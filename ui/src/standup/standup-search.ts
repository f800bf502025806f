import { said, textOf, type Search } from '../api/search.ts';

export interface StandupChoice {
  readonly project?: string | undefined;
  /** The day of one that was kept; absent: now. */
  readonly day?: string | undefined;
}

export const standupSearch = ({ project, day }: Search): StandupChoice =>
  said({ project: textOf(project), day: textOf(day) });
