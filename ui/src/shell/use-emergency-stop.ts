import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { InstallationView } from '../../../operations/schemas/project.ts';
import { installationQuery } from '../api/queries.ts';
import { post } from '../api/request.ts';

/** Stopping everything and going on, each with a reason. */
export function useEmergencyStop(order: 'stop' | 'resume', onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => post<InstallationView>(`/installation/${order}`, { reason }),
    onSuccess: async (installation) => {
      // The banner says it.
      client.setQueryData(installationQuery.queryKey, installation);
      await client.invalidateQueries({ queryKey: ['projects'] });
      onDone();
    },
  });
}
