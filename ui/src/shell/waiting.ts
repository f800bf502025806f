import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSevereAlerts } from '../alerts/severe-alerts.ts';
import { pendingApprovalsQuery } from '../api/queries.ts';
import { showWaiting } from '../controls/page-title.ts';
import { showBadge } from './favicon.ts';

/** How many approvals the person may decide on. */
export function useWaitingApprovals(): number {
  const pending = useQuery(pendingApprovalsQuery).data?.items ?? [];
  return pending.filter(({ mayDecide }) => mayDecide).length;
}

/** Says in the title and on the icon of the tab how many decisions and severe alerts wait for the person. */
export function useWaitingBadge(): void {
  const count = useWaitingApprovals() + useSevereAlerts();
  useEffect(() => {
    showWaiting(count);
    showBadge(count);
  }, [count]);
  useEffect(
    () => () => {
      showWaiting(0);
      showBadge(0);
    },
    [],
  );
}
