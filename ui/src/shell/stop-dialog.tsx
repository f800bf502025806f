import { TextDialog } from '../moves/text-dialog.tsx';
import { useEmergencyStop } from './use-emergency-stop.ts';

/** Asks once more, and for the reason that everybody will read. */
export default function StopDialog({ onClose }: { readonly onClose: () => void }) {
  const stop = useEmergencyStop('stop', onClose);
  return (
    <TextDialog
      title="Stop everything?"
      description="In every project running work is cancelled, agents lose their access and nothing new starts, until an administrator resumes. Nothing is lost: tasks stay where they are."
      label="Reason, for everybody to read"
      verb="Stop everything"
      isDangerous
      error={stop.error}
      isBusy={stop.isPending}
      onSubmit={stop.mutate}
      onClose={onClose}
    />
  );
}
