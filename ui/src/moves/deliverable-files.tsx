import { useMutation } from '@tanstack/react-query';
import { Paperclip, X } from 'lucide-react';
import { useRef } from 'react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { upload } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { FormError } from '../controls/form-error.tsx';
import { sizeText } from '../controls/size-text.ts';

export type DeliverableFile = NonNullable<TaskView['deliverable']>['artifacts'][number];

interface DeliverableFilesProps {
  readonly taskKey: string;
  readonly files: readonly DeliverableFile[];
  readonly onChange: (change: (files: readonly DeliverableFile[]) => readonly DeliverableFile[]) => void;
  readonly onBusy: (isBusy: boolean) => void;
}

/** Files that are handed in: uploaded as soon as they are chosen. */
export function DeliverableFiles({ taskKey, files, onChange, onBusy }: DeliverableFilesProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const sending = useMutation({
    mutationFn: async (chosen: readonly File[]) => {
      for (const file of chosen) {
        const sent = await upload<DeliverableFile>(`/tasks/${taskKey}/artifacts`, { name: file.name }, file);
        // The same bytes under the same name are the same file.
        onChange((before) => [...before.filter((one) => one.id !== sent.id), sent]);
      }
    },
    onMutate: () => onBusy(true),
    onSettled: () => onBusy(false),
  });

  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-[13px] font-medium text-ink-soft">Files</legend>
      {files.length > 0 && (
        <ul className="flex flex-col gap-1">
          {files.map((file) => (
            <li key={file.id} className="flex items-center gap-2 rounded-md border border-line pl-2.5">
              <span className="min-w-0 flex-1 truncate font-mono text-xs">{file.name}</span>
              <span className="text-xs text-ink-faint tabular-nums">{sizeText(file.size)}</span>
              <Button
                look="quiet"
                size="icon"
                aria-label={`Leave out ${file.name}`}
                onClick={() => onChange((before) => before.filter((one) => one.id !== file.id))}
              >
                <X size={14} aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button size="small" isBusy={sending.isPending} onClick={() => chooser.current?.click()}>
          <Paperclip size={13} aria-hidden /> {sending.isPending ? 'Uploading' : 'Add files'}
        </Button>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          aria-label="Files to add"
          onChange={({ target }) => {
            const chosen = [...(target.files ?? [])];
            target.value = '';
            if (chosen.length > 0) sending.mutate(chosen);
          }}
        />
      </div>
      <FormError error={sending.error} />
    </fieldset>
  );
}
