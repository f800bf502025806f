import type { ExecutorType } from '../domain/task/vocabulary.ts';
import { createStore } from '../store/store.ts';
import { hashToken } from './tokens.ts';

export interface ApiKey {
  readonly token: string;
  readonly kind: 'OWNER' | 'EXECUTOR';
  readonly name: string;
  /** Types of work an EXECUTOR key may claim; empty means all. */
  readonly executorTypes?: readonly ExecutorType[];
}

/** Makes sure that a token the caller holds is known; only its hash is stored. */
export async function ensureApiKey(
  mongodbUri: string,
  { token, kind, name, executorTypes = [] }: ApiKey,
): Promise<void> {
  const store = createStore(mongodbUri, 'mission-control-keys');
  await store.connect();
  try {
    const createdAt = new Date().toISOString();
    await store.credentials.upsertApiKey({
      _id: hashToken(token),
      kind,
      name,
      executorTypes: [...executorTypes],
      createdAt,
    });
  } finally {
    await store.close();
  }
}
