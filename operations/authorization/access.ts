import type { HumanRole } from '../../domain/actor.ts';

/** What a person or a service key may reach: everything, or some projects, each with a role. */
export interface Access {
  /** ADMIN of the installation: every project, people, keys. */
  readonly isInstallationAdmin: boolean;
  /** The role in every project that `projects` does not name. */
  readonly everywhere?: HumanRole;
  /** Role by project slug. */
  readonly projects: Readonly<Record<string, HumanRole>>;
}

const RANK: Readonly<Record<HumanRole, number>> = { VIEWER: 0, OPERATOR: 1, ADMIN: 2 };

export const reaches = (role: HumanRole | undefined, least: HumanRole): boolean =>
  role !== undefined && RANK[role] >= RANK[least];

/** The role that somebody has in a project; undefined for a project that they do not see. */
export const roleIn = ({ isInstallationAdmin, everywhere, projects }: Access, project: string): HumanRole | undefined =>
  isInstallationAdmin ? 'ADMIN' : (projects[project] ?? everywhere);

/** The projects where the role is at least `least`; undefined means all of them. */
export function projectsWith(
  { isInstallationAdmin, everywhere, projects }: Access,
  least: HumanRole,
): readonly string[] | undefined {
  if (isInstallationAdmin || reaches(everywhere, least)) return undefined;
  return Object.keys(projects).filter((slug) => reaches(projects[slug], least));
}
