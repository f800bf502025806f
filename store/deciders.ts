import type { Assignee, HumanRole } from '../domain/actor.ts';
import type { PersonDocument } from './documents/identity.ts';

/** Who of these people may decide on what a project asks: its OPERATORs and ADMINs, and those of the installation. */
export const decidersOf = (
  people: readonly PersonDocument[],
  project: string,
  least: Exclude<HumanRole, 'VIEWER'> = 'OPERATOR',
): Assignee[] => {
  const roles: readonly HumanRole[] = least === 'ADMIN' ? ['ADMIN'] : ['OPERATOR', 'ADMIN'];
  const decides = ({ role, memberships }: PersonDocument) =>
    role === 'ADMIN' || memberships.some((one) => one.project === project && roles.includes(one.role));
  return people.filter(decides).map(({ _id: id, name }) => ({ kind: 'HUMAN', id, name }));
};

/** ADMINs of the project itself, and of the installation: nobody is both. */
export function adminsOf(people: readonly PersonDocument[], project: string) {
  const all = decidersOf(people, project, 'ADMIN');
  const ofInstallation = new Set(people.filter(({ role }) => role === 'ADMIN').map(({ _id }) => _id));
  return {
    admins: all.filter(({ id }) => !ofInstallation.has(id)),
    installationAdmins: all.filter(({ id }) => ofInstallation.has(id)),
  };
}
