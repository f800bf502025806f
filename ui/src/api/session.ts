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

export const signIn = (credentials: SignIn): Promise<unknown> => post('/session', credentials);
export const signOut = (): Promise<void> => remove('/session');

/** Starts afresh: what one person has seen is not for the next one. */
export function forgetEverything(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
}
