import { TextDialog } from '../moves/text-dialog.tsx';
import { useEmergencyStop } from './use-emergency-stop.ts';

/** Lifts the emergency stop. */
export default function ResumeDialog({ onClose }: { readonly onClose: () => void }) {
  const resume = useEmergencyStop('resume', onClose);
  return (
    <TextDialog
      title="Resume?"
      description="Each project goes on in the mode that it had before the stop. What was cancelled stays cancelled: dispatch it again where it is still wanted."
      label="Why is it safe to go on?"
      verb="Resume"
      error={resume.error}
      isBusy={resume.isPending}
      onSubmit={resume.mutate}
      onClose={onClose}
    />
  );
}
