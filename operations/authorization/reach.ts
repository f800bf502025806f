import type { Reach } from '../../store/reach.ts';
import type { Caller } from '../caller.ts';
import { authorizeMany } from './authorize.ts';
import type { Operation } from './matrix.ts';

/** Whether the caller also sees what belongs to no project: an ADMIN of the installation. */
export const seesInstallation = (caller: Caller): boolean => 'access' in caller && caller.access.isInstallationAdmin;

/** What a list may show this caller. @throws FORBIDDEN, NOT_FOUND for `project` */
export const reachOf = (caller: Caller, operation: Operation, project: string | undefined): Reach => ({
  projects: authorizeMany(caller, operation, project),
  installation: project === undefined && seesInstallation(caller),
});
