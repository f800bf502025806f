import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { LoadedSample } from '../../../operations/schemas/project.ts';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';

/** Asks before the sample is loaded, and says what that will be. */
export default function SampleDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const load = useMutation({
    mutationFn: () => post<LoadedSample>('/installation/sample', {}),
    onSuccess: async ({ projects, agents }) => {
      await client.invalidateQueries();
      notice.done(`${projects} projects and ${agents} agents are there`);
      onClose();
    },
  });
  return (
    <Dialog
      title="Load the sample?"
      description="Three projects with 18 agents to look around with. They hold no tasks and start no work by themselves."
      onClose={onClose}
    >
      <DialogBody>
        <p className="text-[13px] text-ink-soft">
          Agents are names with a role and limits until an executor works for them. An administrator can remove each
          project again, in its settings.
        </p>
        <FormError error={load.error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Back</Button>
        <Button look="primary" isBusy={load.isPending} onClick={() => load.mutate()}>
          Load the sample
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
