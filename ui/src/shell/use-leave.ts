import { useQueryClient } from '@tanstack/react-query';
import { forgetEverything, sessionQuery, signOut } from '../api/session.ts';
import { notice } from '../controls/notice.ts';

/** Signs out. */
export function useLeave(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    try {
      await signOut();
      client.setQueryData(sessionQuery.queryKey, null);
      forgetEverything(client);
    } catch (error) {
      notice.refused('You are still signed in', error);
    }
  };
}
