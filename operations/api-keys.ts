import type { ExecutorType } from '../domain/task/vocabulary.ts';
import type { ApiKeyDocument } from '../store/documents/identity.ts';
import { createStore, type Store } from '../store/store.ts';
import { hashToken } from './tokens.ts';

/** A key made on the machine itself, with access to the database. */
export interface MachineKey {
  readonly token: string;
  /** OWNER makes a person who is ADMIN of the installation, and a personal key for them. */
  readonly kind: 'OWNER' | 'EXECUTOR';
  readonly name: string;
  /** Types of work an EXECUTOR key may claim; empty means all. */
  readonly executorTypes?: readonly ExecutorType[];
}

/** Makes sure that a token the caller holds is known; only its hash is stored. */
export async function ensureApiKey(mongodbUri: string, key: MachineKey): Promise<void> {
  const store = createStore(mongodbUri, 'mission-control-keys');
  await store.connect();
  try {
    if (key.kind === 'OWNER') await ensureOwner(store, key);
    await store.credentials.ensureApiKey(documentOf(key));
  } finally {
    await store.close();
  }
}

/** Somebody without a password: the set-up link gives the first of them one. */
async function ensureOwner(store: Store, { token, name }: MachineKey): Promise<void> {
  const createdAt = new Date();
  const _id = ownerId(token);
  await store.people.ensure({
    _id,
    name,
    // An address that nobody can have (RFC 2606), since addresses are unique.
    email: `${_id}@owner.invalid`,
    emailVerified: false,
    role: 'ADMIN',
    memberships: [],
    createdAt,
    updatedAt: createdAt,
  });
}

const ownerId = (token: string): string => `owner-${hashToken(token).slice(0, 12)}`;

function documentOf({ token, kind, name, executorTypes = [] }: MachineKey): ApiKeyDocument {
  const hash = hashToken(token);
  return {
    _id: hash,
    id: hash.slice(0, 12),
    kind: kind === 'OWNER' ? 'PERSONAL' : 'EXECUTOR',
    name,
    hint: token.slice(-4),
    ...(kind === 'OWNER' && { personId: ownerId(token) }),
    executorTypes: [...executorTypes],
    scopes: [],
    createdAt: new Date().toISOString(),
  };
}
