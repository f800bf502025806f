import { queryOptions } from '@tanstack/react-query';
import type { Actor } from '../../../domain/actor.ts';
import { ApiError, get, post, remove } from './request.ts';

export interface Session {
  readonly actor: Actor;
}

/** Who is signed in; null is nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await get<Session>('/session', {}, signal);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Infinity,
});

export const signIn = (token: string): Promise<unknown> => post('/session', { token });
export const signOut = (): Promise<void> => remove('/session');

/** The token of the printed link `http://host/#token=…`; it leaves the address bar and the browser's history. */
export function takeTokenFromAddress(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return token.trim();
}
