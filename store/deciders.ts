import type { Assignee } from '../domain/actor.ts';
import type { PersonDocument } from './documents/identity.ts';

/** Who of these people may decide on what a project asks: its OPERATORs and ADMINs, and those of the installation. */
export const decidersOf = (people: readonly PersonDocument[], project: string): Assignee[] =>
  people
    .filter(({ role, memberships }) => role === 'ADMIN' || memberships.some((one) => decides(one, project)))
    .map(({ _id: id, name }) => ({ kind: 'HUMAN', id, name }));

const decides = ({ project, role }: PersonDocument['memberships'][number], where: string): boolean =>
  project === where && role !== 'VIEWER';
