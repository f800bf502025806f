import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { PROJECT_MODES, type ProjectMode } from '../../../domain/task/vocabulary.ts';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { post } from '../api/request.ts';
import { MODE_LABELS, MODE_MEANINGS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextArea } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';

interface ModeDialogProps {
  readonly project: ProjectView;
  /** Chosen to begin with. */
  readonly suggested?: ProjectMode | undefined;
  readonly onClose: () => void;
}

/** Stops or starts all work of a project. */
export default function ModeDialog({ project, suggested = project.mode, onClose }: ModeDialogProps) {
  const client = useQueryClient();
  const [mode, setMode] = useState<ProjectMode>(suggested);
  const [reason, setReason] = useState('');
  const set = useMutation({
    mutationFn: () => post(`/projects/${project.slug}/mode`, { mode, reason: reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['projects'] });
      void client.invalidateQueries({ queryKey: ['task'] });
      notice.done(`${project.name} is ${MODE_LABELS[mode].toLowerCase()}`);
      onClose();
    },
  });

  return (
    <Dialog title={`Mode of ${project.name}`} onClose={onClose}>
      <form className="contents" onSubmit={(event) => (event.preventDefault(), set.mutate())}>
        <DialogBody>
          <fieldset className="flex flex-col gap-1">
            <legend className="sr-only">Mode</legend>
            {PROJECT_MODES.map((option) => (
              <label key={option} className="flex min-h-10 items-center gap-2.5 rounded-md px-2 hover:bg-sunken">
                <input
                  type="radio"
                  name="mode"
                  className="size-4 accent-accent"
                  checked={mode === option}
                  onChange={() => setMode(option)}
                />
                <span className="w-26 shrink-0 font-medium">{MODE_LABELS[option]}</span>
                <span className="text-[13px] text-ink-soft">{MODE_MEANINGS[option]}</span>
              </label>
            ))}
          </fieldset>
          <Field label="Reason">
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                maxLength={500}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
            )}
          </Field>
          <FormError error={set.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button
            look="primary"
            type="submit"
            isBusy={set.isPending}
            disabled={mode === project.mode || reason.trim() === ''}
          >
            Change the mode
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
