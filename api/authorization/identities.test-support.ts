import type { HumanRole } from '../../domain/actor.ts';
import type { CallerKind } from '../../operations/caller.ts';
import type { TestApi } from '../../tests/api.test-support.ts';
import { keyOf, personWith } from '../../tests/identities.test-support.ts';
import type { Resources } from './examples.test-support.ts';

/** Somebody who asks, with what the matrix needs to know. */
export interface Identity {
  readonly name: string;
  readonly token: string | null;
  /** Undefined for somebody without a credential. */
  readonly kind: CallerKind | undefined;
  /** In the project that everything is about. */
  readonly role?: HumanRole;
  readonly seesProject: boolean;
  readonly isInstallationAdmin: boolean;
}

const ROLES: readonly HumanRole[] = ['VIEWER', 'OPERATOR', 'ADMIN'];

/** The least powerful first, so that nobody who may not do something finds it done already. */
export async function makeIdentities(api: TestApi, resources: Resources): Promise<readonly Identity[]> {
  const { project, otherProject, agentId, otherAgentId, executionToken } = resources;
  const outside = { seesProject: false, isInstallationAdmin: false };
  const inside = { seesProject: true, isInstallationAdmin: false };
  const person = async (slug: string, role: HumanRole) =>
    (await personWith(api, { memberships: [{ project: slug, role }] })).token;
  const service = async (slug: string, role: HumanRole) =>
    (await keyOf(api, { kind: 'SERVICE', role, projects: [slug] })).token;
  const agent = async (id: string) => (await keyOf(api, { kind: 'AGENT', agentId: id })).token;
  return [
    { name: 'nobody', token: null, kind: undefined, ...outside },
    { name: 'an unknown token', token: 'mc_pers_unknown', kind: undefined, ...outside },
    { name: 'ADMIN of another project', token: await person(otherProject, 'ADMIN'), kind: 'PERSON', ...outside },
    { name: 'a service of another project', token: await service(otherProject, 'ADMIN'), kind: 'SERVICE', ...outside },
    { name: 'an agent of another project', token: await agent(otherAgentId), kind: 'AGENT', ...outside },
    { name: 'an executor', token: (await keyOf(api, { kind: 'EXECUTOR' })).token, kind: 'EXECUTOR', ...inside },
    { name: 'an execution', token: executionToken, kind: 'EXECUTION', ...inside },
    ...(await Promise.all(
      ROLES.map(async (role) => ({
        name: `a service, ${role}`,
        token: await service(project, role),
        kind: 'SERVICE' as const,
        role,
        ...inside,
      })),
    )),
    { name: 'an agent', token: await agent(agentId), kind: 'AGENT', ...inside },
    ...(await Promise.all(
      ROLES.map(async (role) => ({
        name: `a ${role}`,
        token: await person(project, role),
        kind: 'PERSON' as const,
        role,
        ...inside,
      })),
    )),
    {
      name: 'the ADMIN of the installation',
      token: api.tokens.owner,
      kind: 'PERSON',
      role: 'ADMIN',
      seesProject: true,
      isInstallationAdmin: true,
    },
  ];
}
