import { describe, expect, it } from '@jest/globals';
import { HUMAN_ROLES, type HumanRole } from '../../domain/actor.ts';
import type { Caller, CallerKind, CallerOf } from '../caller.ts';
import { OperationError } from '../errors.ts';
import { projectsWith, roleIn, type Access } from './access.ts';
import { authorize, authorizeKind, authorizeMany, may } from './authorize.ts';
import { MATRIX, ruleOf, type Operation } from './matrix.ts';
import { requireScopes } from './scopes.ts';

const OPERATIONS = Object.keys(MATRIX) as Operation[];
const RANKS: Readonly<Record<HumanRole, number>> = { VIEWER: 0, OPERATOR: 1, ADMIN: 2 };
const HERE = 'here';
const ELSEWHERE = 'elsewhere';

const member = (role: HumanRole, scopes: readonly string[] = []): CallerOf<'PERSON'> => ({
  kind: 'PERSON',
  actor: { kind: 'HUMAN', id: 'p', name: 'Pia', role: 'VIEWER' },
  access: { isInstallationAdmin: false, projects: { [HERE]: role } },
  scopes,
});
const admin: Caller = { ...member('VIEWER'), access: { isInstallationAdmin: true, projects: {} } };
const service = (access: Access): Caller => ({
  kind: 'SERVICE',
  actor: { kind: 'SYSTEM', id: 'service-1', name: 'CI' },
  access,
  scopes: [],
});
const serviceHere = (role: HumanRole) => service({ isInstallationAdmin: false, projects: { [HERE]: role } });
const agent: Caller = {
  kind: 'AGENT',
  actor: { kind: 'AGENT', id: 'a', name: 'Scout', role: 'LEAD' },
  agentId: 'a',
  projectId: HERE,
  scopes: [],
};
const executor = (projects?: readonly string[]): Caller => ({
  kind: 'EXECUTOR',
  actor: { kind: 'AGENT', id: 'executor-1', name: 'Box', role: 'INTERN' },
  executorTypes: [],
  projects,
  scopes: [],
});
const execution: Caller = {
  kind: 'EXECUTION',
  actor: { kind: 'AGENT', id: 'MC-1-X1', name: 'executor of MC-1', role: 'INTERN' },
  executionId: 'MC-1-X1',
  leaseId: 'MC-1-X1-L1',
  scopes: [],
};

/** The code of the refusal; undefined when there is none. */
function refusal(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (error instanceof OperationError) return error.code;
    throw error;
  }
}

const inProject = OPERATIONS.filter((operation) => ruleOf(operation).scope === 'PROJECT');
const allows = (operation: Operation, kind: CallerKind): boolean => ruleOf(operation).kinds.includes(kind);

describe.each(inProject)('%s', (operation) => {
  const { least } = ruleOf(operation);

  it.each(HUMAN_ROLES)('by a person who is %s there', (role) => {
    const isAllowed = allows(operation, 'PERSON') && RANKS[role] >= RANKS[least];
    expect(refusal(() => authorize(member(role), operation, HERE))).toBe(isAllowed ? undefined : 'FORBIDDEN');
  });

  it.each(HUMAN_ROLES)('by a service that is %s there', (role) => {
    const isAllowed = allows(operation, 'SERVICE') && RANKS[role] >= RANKS[least];
    expect(refusal(() => authorize(serviceHere(role), operation, HERE))).toBe(isAllowed ? undefined : 'FORBIDDEN');
  });

  it('by somebody from elsewhere: they do not learn that it exists', () => {
    for (const caller of [member('ADMIN'), serviceHere('ADMIN'), agent]) {
      const expected = allows(operation, caller.kind) ? 'NOT_FOUND' : 'FORBIDDEN';
      expect(refusal(() => authorize(caller, operation, ELSEWHERE))).toBe(expected);
    }
  });

  it('by machines, only where the matrix names them', () => {
    for (const caller of [agent, executor(), execution]) {
      const expected = allows(operation, caller.kind) ? undefined : 'FORBIDDEN';
      expect(refusal(() => authorize(caller, operation, HERE))).toBe(expected);
    }
  });

  it('by an ADMIN of the installation, everywhere', () => {
    const expected = allows(operation, 'PERSON') ? undefined : 'FORBIDDEN';
    expect(refusal(() => authorize(admin, operation, ELSEWHERE))).toBe(expected);
  });

  it('by a key that is limited to something else', () => {
    const limited = member('ADMIN', ['session.read']);
    expect(refusal(() => authorize(limited, operation, HERE))).toBe('FORBIDDEN');
  });
});

describe('what is about the installation', () => {
  const ofInstallation = OPERATIONS.filter((operation) => ruleOf(operation).scope === 'INSTALLATION');

  it.each(ofInstallation)('%s', (operation) => {
    const isForAll = ruleOf(operation).least === 'VIEWER';
    const expected = (caller: Caller, isAdmin: boolean) =>
      allows(operation, caller.kind) && (isForAll || isAdmin) ? undefined : 'FORBIDDEN';
    const adminService = service({ isInstallationAdmin: true, everywhere: 'ADMIN', projects: {} });
    for (const caller of [admin, adminService]) {
      expect(refusal(() => authorizeKind(caller, operation))).toBe(expected(caller, true));
    }
    const serviceEverywhere = service({ isInstallationAdmin: false, everywhere: 'OPERATOR', projects: {} });
    for (const caller of [member('ADMIN'), serviceHere('ADMIN'), serviceEverywhere, agent, executor(), execution]) {
      expect(refusal(() => authorizeKind(caller, operation))).toBe(expected(caller, false));
    }
  });
});

describe('who acts', () => {
  it('is a person with the role that they have there', () => {
    expect(authorize(member('OPERATOR'), 'tasks.read', HERE)).toEqual({
      kind: 'HUMAN',
      id: 'p',
      name: 'Pia',
      role: 'OPERATOR',
    });
    expect(authorize(admin, 'tasks.read', ELSEWHERE)).toMatchObject({ role: 'ADMIN' });
  });

  it('is a machine as it is', () => {
    expect(authorize(agent, 'tasks.read', HERE)).toBe(agent.actor);
    expect(authorize(serviceHere('VIEWER'), 'tasks.read', HERE)).toEqual({
      kind: 'SYSTEM',
      id: 'service-1',
      name: 'CI',
    });
  });
});

describe('lists', () => {
  it.each([
    ['a member', member('VIEWER'), [HERE]],
    ['an ADMIN of the installation', admin, undefined],
    ['a service everywhere', service({ isInstallationAdmin: false, everywhere: 'VIEWER', projects: {} }), undefined],
    ['a service of one project', serviceHere('OPERATOR'), [HERE]],
    ['an agent', agent, [HERE]],
  ])('show to %s what they see', (_who, caller, projects) => {
    expect(authorizeMany(caller, 'tasks.read', undefined)).toEqual(projects);
  });

  it('of what takes more than the role leave the project out', () => {
    expect(authorizeMany(member('VIEWER'), 'tasks.create', undefined)).toEqual([]);
  });

  it('of one project are for those who see it', () => {
    expect(authorizeMany(member('VIEWER'), 'tasks.read', HERE)).toEqual([HERE]);
    expect(refusal(() => authorizeMany(member('VIEWER'), 'tasks.read', ELSEWHERE))).toBe('NOT_FOUND');
  });

  it('of work are for the projects of an executor, or for all', () => {
    expect(authorizeMany(executor(), 'executions.claim', undefined)).toBeUndefined();
    expect(authorizeMany(executor([HERE]), 'executions.claim', undefined)).toEqual([HERE]);
  });
});

describe('views', () => {
  it('show what is possible', () => {
    expect([may(member('VIEWER'), 'tasks.create', HERE), may(member('OPERATOR'), 'tasks.create', HERE)]).toEqual([
      false,
      true,
    ]);
  });
});

describe('scopes', () => {
  it.each([
    [['tasks'], 'tasks.read', true],
    [['tasks.read'], 'tasks.read', true],
    [['tasks.read'], 'tasks.create', false],
    [['task'], 'tasks.read', false],
    [['agents', 'tasks.read'], 'tasks.read', true],
    [[], 'tasks.read', true],
  ] as const)('%j and %s: %s', (scopes, operation, isAllowed) => {
    expect(may(member('ADMIN', scopes), operation, HERE)).toBe(isAllowed);
  });

  it('are checked against what the kind of key may do', () => {
    expect(refusal(() => requireScopes('AGENT', ['tasks', 'runs.start']))).toBeUndefined();
    expect(refusal(() => requireScopes('AGENT', ['people']))).toBe('INVALID');
    expect(refusal(() => requireScopes('EXECUTOR', ['executions.claim']))).toBeUndefined();
    expect(refusal(() => requireScopes('PERSONAL', ['task']))).toBe('INVALID');
  });
});

describe('access', () => {
  const access: Access = { isInstallationAdmin: false, everywhere: 'VIEWER', projects: { [HERE]: 'OPERATOR' } };

  it('is what is said of a project, else what is said of all', () => {
    expect([roleIn(access, HERE), roleIn(access, ELSEWHERE)]).toEqual(['OPERATOR', 'VIEWER']);
    expect(roleIn({ isInstallationAdmin: false, projects: {} }, HERE)).toBeUndefined();
    expect(roleIn({ isInstallationAdmin: true, projects: { [HERE]: 'VIEWER' } }, HERE)).toBe('ADMIN');
  });

  it('names projects by the least role', () => {
    expect([projectsWith(access, 'VIEWER'), projectsWith(access, 'OPERATOR'), projectsWith(access, 'ADMIN')]).toEqual([
      undefined,
      [HERE],
      [],
    ]);
  });
});

it('anybody may ask for what asks for a secret of its own', () => {
  const forAnybody = OPERATIONS.filter((operation) => ruleOf(operation).scope === 'ANYBODY');
  expect(forAnybody.length).toBeGreaterThan(0);
  for (const operation of forAnybody) {
    for (const caller of [admin, agent, executor(), execution]) {
      expect(refusal(() => authorizeKind(caller, operation))).toBeUndefined();
    }
  }
});
