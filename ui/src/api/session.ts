import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { SessionView, SignIn } from '../../../operations/schemas/people.ts';
import { ApiError, get, post, remove } from './request.ts';

/** Who is signed in; null is nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<SessionView | null> => {
    try {
      return await get<SessionView>('/session', {}, signal);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  // Roles change while somebody is signed in.
  staleTime: 60_000,
});

export async function signIn(credentials: SignIn): Promise<void> {
  await post('/session', credentials);
  tellOtherTabs();
}

export async function signOut(): Promise<void> {
  await remove('/session');
  tellOtherTabs();
}

// The cookie is the same in all tabs: what one does to it concerns every other.
const tabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('mission-control-session');

/** Lets the other tabs look who is signed in now. */
export const tellOtherTabs = (): void => tabs?.postMessage('CHANGED');

/** Looks again who is signed in whenever another tab has changed it, until the returned function is called. */
export function followOtherTabs(client: QueryClient): () => void {
  const look = () => void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  tabs?.addEventListener('message', look);
  return () => tabs?.removeEventListener('message', look);
}

/** What is asked for without being signed in, and shown while somebody signs in. */
const FOR_ANYBODY: readonly unknown[] = [sessionQuery.queryKey[0], 'setup'];

/** Starts afresh: what one person has seen is not for the next one. */
export function forgetEverything(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => !FOR_ANYBODY.includes(queryKey[0]) });
}
