import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from '../api/request.ts';
import { notice } from '../controls/notice.ts';

/** Marks notifications as read: those with the ids, or all of them. */
export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[] | 'ALL') => post('/notifications/read', ids === 'ALL' ? {} : { ids }),
    onError: (error) => notice.refused('They are still unread', error),
    onSettled: () => client.invalidateQueries({ queryKey: ['notifications'] }),
  });
}
