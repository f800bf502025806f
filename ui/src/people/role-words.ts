import type { HumanRole } from '../../../domain/actor.ts';

/** How people read the roles. */
export const ROLE_LABELS: Readonly<Record<HumanRole, string>> = {
  VIEWER: 'Viewer',
  OPERATOR: 'Operator',
  ADMIN: 'Admin',
};

export const ROLE_MEANINGS: Readonly<Record<HumanRole, string>> = {
  VIEWER: 'Reads everything.',
  OPERATOR: 'Works, decides and controls agents.',
  ADMIN: 'Also configures the project, its agents and members.',
};

export const INSTALLATION_ROLES = ['MEMBER', 'ADMIN'] as const;
export type InstallationRole = (typeof INSTALLATION_ROLES)[number];

export const INSTALLATION_ROLE_LABELS: Readonly<Record<InstallationRole, string>> = {
  MEMBER: 'Member',
  ADMIN: 'Administrator',
};
