import { ulid } from 'ulid';
import { hashToken } from '../operations/tokens.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { ApiKeyDocument, PersonDocument } from '../store/documents/identity.ts';
import type { TestApi } from './api.test-support.ts';
import { uniqueName } from './stack.test-support.ts';

/** Somebody, and the token of a key that acts for them. */
interface Identity {
  readonly id: string;
  readonly token: string;
}

type KeyFields = Partial<Omit<ApiKeyDocument, '_id' | 'id'>> & Pick<ApiKeyDocument, 'kind'>;

/** An API key of any kind; the id is the one that people refer to it by. */
export async function keyOf({ worker }: TestApi, fields: KeyFields): Promise<Identity> {
  const token = uniqueName('mc_key');
  const hash = hashToken(token);
  const id = hash.slice(0, 12);
  await worker.store.credentials.ensureApiKey({
    name: `key ${id}`,
    executorTypes: [],
    scopes: [],
    createdAt: new Date().toISOString(),
    ...fields,
    _id: hash,
    id,
    hint: token.slice(-4),
  });
  return { id, token };
}

type PersonFields = Partial<Pick<PersonDocument, 'role' | 'memberships' | 'name' | 'disabledAt'>>;

/** A person, MEMBER of nothing unless it is said, with a PERSONAL key. */
export async function personWith(api: TestApi, fields: PersonFields = {}): Promise<Identity> {
  const id = ulid();
  const now = new Date();
  await api.worker.store.people.ensure({
    _id: id,
    name: `Person ${id}`,
    email: `${id.toLowerCase()}@people.invalid`,
    emailVerified: true,
    role: 'MEMBER',
    memberships: [],
    createdAt: now,
    updatedAt: now,
    ...fields,
  });
  const { token } = await keyOf(api, { kind: 'PERSONAL', personId: id });
  return { id, token };
}

/** An agent of a project, an ACTIVE SPECIALIST for everything unless it is said, with an AGENT key. */
export async function agentWith(
  api: TestApi,
  project: string | { readonly slug: string },
  fields: Partial<AgentDocument> = {},
): Promise<Identity> {
  const id = ulid();
  const createdAt = new Date().toISOString();
  const name = fields.name ?? `Agent ${id}`;
  await api.worker.store.agents.create({
    _id: id,
    projectId: typeof project === 'string' ? project : project.slug,
    nameKey: name.toLowerCase(),
    role: 'SPECIALIST',
    allowedTypes: [],
    allowedTools: [],
    concurrencyLimit: 3,
    heartbeatTimeoutSeconds: 300,
    control: { status: 'ACTIVE', at: createdAt },
    createdAt,
    ...fields,
    name,
  });
  const { token } = await keyOf(api, { kind: 'AGENT', agentId: id });
  return { id, token };
}
