/** What a list of things of projects and of the whole installation may show. */
export interface Reach {
  /** Undefined means all. */
  readonly projects: readonly string[] | undefined;
  /** Whether it may show what belongs to no project. */
  readonly installation: boolean;
}

export function reachCriteria({ projects, installation }: Reach): object {
  if (projects) return { projectId: { $in: [...projects] } };
  return installation ? {} : { projectId: { $exists: true } };
}
