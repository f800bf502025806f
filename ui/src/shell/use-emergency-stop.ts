import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { InstallationView } from '../../../operations/schemas/project.ts';
import { installationQuery } from '../api/queries.ts';
import { post } from '../api/request.ts';
import { notice } from '../controls/notice.ts';

/** Stopping everything and going on, each with a reason. */
export function useEmergencyStop(order: 'stop' | 'resume', done: string, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => post<InstallationView>(`/installation/${order}`, { reason }),
    onSuccess: () => {
      notice.done(done);
      onDone();
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: installationQuery.queryKey });
      void client.invalidateQueries({ queryKey: ['projects'] });
    },
  });
}
