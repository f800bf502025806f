import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ArchiveView, RestorationView } from '../../../operations/schemas/archive.ts';
import { upload } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { ArchiveFacts } from './archive-facts.tsx';
import { restorationQuery } from './restore-queries.ts';
import { RestoreProgress } from './restore-progress.tsx';

/** Makes a project of a file: looks into it first, then says how far it is. */
export default function RestoreForm({
  onBack,
  onClose,
}: {
  readonly onBack: () => void;
  readonly onClose: () => void;
}) {
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const [name, setName] = useState<string>();
  const look = useMutation({
    mutationFn: (chosen: File) => upload<ArchiveView>('/restorations', { check: 'true' }, chosen),
  });
  const archive = look.data;
  const called = name ?? archive?.project.name ?? '';
  const restore = useMutation({
    mutationFn: (chosen: File) => {
      const isOther = called.trim() !== archive?.project.name;
      return upload<RestorationView>('/restorations', { name: isOther ? called.trim() : undefined }, chosen);
    },
    onSuccess: (begun) => client.setQueryData(restorationQuery(begun.slug).queryKey, begun),
  });
  const choose = (chosen: File | undefined) => {
    look.reset();
    restore.reset();
    setName(undefined);
    setFile(chosen);
    if (chosen) look.mutate(chosen);
  };

  if (restore.data && file) {
    return <RestoreProgress begun={restore.data} onAgain={() => restore.mutate(file)} onClose={onClose} />;
  }
  const isPossible = archive !== undefined && archive.obstacles.length === 0;
  return (
    <form className="contents" onSubmit={(event) => (event.preventDefault(), file && restore.mutate(file))}>
      <DialogBody>
        <Field label="File" hint="What was exported from the settings of a project, for example web-2026-01-31.tar.gz">
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".gz,.tgz,application/gzip"
              className="text-[13px] text-ink-soft file:mr-3 file:h-8 file:cursor-pointer file:rounded-md file:border file:border-line file:bg-surface file:px-2.5 file:text-ink max-md:file:h-11"
              onChange={({ target }) => choose(target.files?.[0])}
            />
          )}
        </Field>
        {look.isPending && <output className="text-[13px] text-ink-soft">Looking whether the file is whole…</output>}
        {archive && <ArchiveFacts archive={archive} />}
        {isPossible && (
          <Field
            label="Name"
            hint={`Its short name stays ${archive.project.slug}, its tasks stay ${archive.project.keyPrefix}-1, -2, …`}
          >
            {(control) => (
              <TextBox {...control} maxLength={200} value={called} onChange={({ target }) => setName(target.value)} />
            )}
          </Field>
        )}
        <FormError error={look.error ?? restore.error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onBack}>Back</Button>
        <Button look="primary" type="submit" disabled={!isPossible || called.trim() === ''} isBusy={restore.isPending}>
          Restore the project
        </Button>
      </DialogFooter>
    </form>
  );
}
