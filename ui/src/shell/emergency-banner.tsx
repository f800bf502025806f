import { useQuery } from '@tanstack/react-query';
import { OctagonX } from 'lucide-react';
import { installationQuery } from '../api/queries.ts';
import { Button } from '../controls/button.tsx';
import { Ago } from '../controls/time.tsx';
import { useIsAdmin } from './actor.ts';
import { openDialog } from './shell-dialog.ts';

/** Says on every page that everything stands still, by whose order and why. */
export function EmergencyBanner() {
  const stop = useQuery(installationQuery).data?.emergencyStop;
  const isAdmin = useIsAdmin();
  if (!stop) return null;
  return (
    <div role="alert" className="flex items-center gap-3 bg-bad-soft px-4 py-1.5 text-[13px] text-bad max-md:px-3">
      <OctagonX size={16} className="shrink-0" aria-hidden />
      <p className="min-w-0 flex-1 break-words">
        <strong>Everything is stopped.</strong> {stop.by.name}, <Ago at={stop.at} />: {stop.reason}
      </p>
      {isAdmin && (
        <Button look="danger" size="small" onClick={() => openDialog({ name: 'RESUME' })}>
          Resume…
        </Button>
      )}
    </div>
  );
}
