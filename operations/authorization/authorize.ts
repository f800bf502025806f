import type { Actor, HumanRole } from '../../domain/actor.ts';
import type { Caller, CallerKind } from '../caller.ts';
import { notFound, OperationError } from '../errors.ts';
import { projectsWith, reaches, roleIn } from './access.ts';
import { ruleOf, type Operation } from './matrix.ts';
import { covers } from './scopes.ts';

/**
 * Whether a caller could ever do this: the kind of credential, its scopes, and the role where no project is at hand.
 * @throws FORBIDDEN
 */
export function authorizeKind(caller: Caller, operation: Operation): void {
  const { kinds, scope, least } = ruleOf(operation);
  if (scope === 'ANYBODY') return;
  if (!kinds.includes(caller.kind)) {
    throw new OperationError('FORBIDDEN', `${CALLED[caller.kind]} may not do this (${operation})`);
  }
  if (!isInScope(caller.scopes, operation)) {
    throw new OperationError('FORBIDDEN', `this key is limited to ${caller.scopes.join(', ')}, not ${operation}`);
  }
  if (scope === 'INSTALLATION') requireInstallationRole(caller, least);
}

/**
 * Whether a caller may do this in a project, and as whom: a person acts with the role that they have there.
 * @param what the thing asked for, in words: to somebody who does not see the project it does not exist.
 * @throws FORBIDDEN, NOT_FOUND
 */
export function authorize(
  caller: Caller,
  operation: Operation,
  project: string,
  what: string = `the project ${project}`,
): Actor {
  authorizeKind(caller, operation);
  const { least } = ruleOf(operation);
  switch (caller.kind) {
    case 'PERSON':
    case 'SERVICE': {
      const role = roleIn(caller.access, project);
      if (role === undefined) throw notFound(what);
      if (!reaches(role, least)) throw tooLittle(role, least, project);
      return caller.actor.kind === 'HUMAN' ? { ...caller.actor, role } : caller.actor;
    }
    case 'AGENT':
      if (caller.projectId !== project) throw notFound(what);
      return caller.actor;
    case 'EXECUTOR':
      if (caller.projects && !caller.projects.includes(project)) throw notFound(what);
      return caller.actor;
    case 'EXECUTION':
      return caller.actor;
  }
}

/** The projects that a caller may do this in; undefined means all. @throws FORBIDDEN, NOT_FOUND for `project` */
export function authorizeMany(
  caller: Caller,
  operation: Operation,
  project: string | undefined,
): readonly string[] | undefined {
  if (project !== undefined) {
    authorize(caller, operation, project);
    return [project];
  }
  authorizeKind(caller, operation);
  switch (caller.kind) {
    case 'PERSON':
    case 'SERVICE':
      return projectsWith(caller.access, ruleOf(operation).least);
    case 'AGENT':
      return [caller.projectId];
    case 'EXECUTOR':
      return caller.projects;
    case 'EXECUTION':
      return [];
  }
}

/** The same as `authorize`, without the exception: for views that show what is possible. */
export function may(caller: Caller, operation: Operation, project: string): boolean {
  try {
    authorize(caller, operation, project);
    return true;
  } catch (error) {
    if (error instanceof OperationError) return false;
    throw error;
  }
}

/** Whether a live message of this project is for this caller. */
export function sees(caller: Caller, project: string): boolean {
  const projects = authorizeMany(caller, 'stream.listen', undefined);
  return projects === undefined || projects.includes(project);
}

const CALLED: Readonly<Record<CallerKind, string>> = {
  PERSON: 'a person',
  SERVICE: 'a service key',
  AGENT: 'an agent key',
  EXECUTOR: 'an executor key',
  EXECUTION: 'the token of an execution',
};

const isInScope = (scopes: readonly string[], operation: Operation): boolean =>
  scopes.length === 0 || scopes.some((scope) => covers(scope, operation));

function requireInstallationRole(caller: Caller, least: HumanRole): void {
  if (least === 'VIEWER') return;
  const isAdmin = 'access' in caller && caller.access.isInstallationAdmin;
  if (!isAdmin) throw new OperationError('FORBIDDEN', 'only an ADMIN of the installation may do this');
}

const tooLittle = (role: HumanRole, least: HumanRole, project: string): OperationError =>
  new OperationError('FORBIDDEN', `a ${role} of ${project} may not do this: it takes ${least}`);
