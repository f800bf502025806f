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
