import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { TASK_TYPES, type TaskType } from '../../../domain/task/vocabulary.ts';
import type { ImportView } from '../../../operations/schemas/import.ts';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { post } from '../api/request.ts';
import { TYPE_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { ImportRows } from './import-rows.tsx';

interface ImportDialogProps {
  readonly project: ProjectView;
  readonly onClose: () => void;
}

interface ChosenFile {
  readonly format: 'CSV' | 'JSON';
  readonly text: string;
}

/** Makes tasks of a file: shows what it would do, then does it. */
export default function ImportDialog({ project: { slug, name }, onClose }: ImportDialogProps) {
  const client = useQueryClient();
  const [file, setFile] = useState<ChosenFile>();
  const [type, setType] = useState<TaskType>();
  const [skipInvalid, setSkipInvalid] = useState(false);
  const preview = useMutation({
    mutationFn: (asked: ChosenFile & { readonly type?: TaskType | undefined }) =>
      post<ImportView>(`/projects/${slug}/imports/preview`, asked),
  });
  const create = useMutation({
    mutationFn: () => post<ImportView>(`/projects/${slug}/imports`, { ...file, type, skipInvalid }),
    onSuccess: async ({ counts }) => {
      await client.invalidateQueries();
      notice.done(`${counts.CREATED} tasks are created`);
    },
  });
  const look = (next: ChosenFile | undefined, nextType: TaskType | undefined) => {
    create.reset();
    preview.reset();
    if (next) preview.mutate({ ...next, type: nextType });
  };
  const read = async (chosen: File | undefined) => {
    if (!chosen) return;
    const next = { format: /\.json$/i.test(chosen.name) ? 'JSON' : 'CSV', text: await chosen.text() } as const;
    setFile(next);
    look(next, type);
  };
  const view = create.data ?? preview.data;
  const { NEW = 0, INVALID = 0 } = preview.data?.counts ?? {};
  return (
    <Dialog
      isWide
      title={`Import tasks into ${name}`}
      description="A CSV or JSON file with titles, and what else is known. The same row is imported once, however often you try."
      onClose={onClose}
    >
      <form className="contents" onSubmit={(event) => (event.preventDefault(), create.mutate())}>
        <DialogBody>
          <div className="grid gap-3 md:grid-cols-[2fr_1fr]">
            <Field
              label="File"
              hint="Columns: ref, title, description, type, priority, labels, parent, depends on, due, budget, checklist"
            >
              {(control) => (
                <input
                  {...control}
                  type="file"
                  accept=".csv,.json,text/csv,application/json"
                  className="text-[13px] text-ink-soft file:mr-3 file:h-8 file:cursor-pointer file:rounded-md file:border file:border-line file:bg-surface file:px-2.5 file:text-ink max-md:file:h-11"
                  onChange={({ target }) => void read(target.files?.[0])}
                />
              )}
            </Field>
            <Field label="Type" hint="Of rows that do not say">
              {(control) => (
                <Choice
                  {...control}
                  values={TASK_TYPES}
                  labels={TYPE_LABELS}
                  none="None"
                  value={type}
                  onChoose={(chosen) => {
                    setType(chosen);
                    look(file, chosen);
                  }}
                />
              )}
            </Field>
          </div>
          {view && <ImportRows view={view} project={slug} />}
          {INVALID > 0 && NEW > 0 && !create.data && (
            <label className="flex items-center gap-2 text-[13px] max-md:min-h-11">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={skipInvalid}
                onChange={({ target }) => setSkipInvalid(target.checked)}
              />
              Leave out the {INVALID} that are wrong
            </label>
          )}
          <FormError error={preview.error ?? create.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{create.data ? 'Close' : 'Back'}</Button>
          {!create.data && (
            <Button
              look="primary"
              type="submit"
              disabled={NEW === 0 || (INVALID > 0 && !skipInvalid)}
              isBusy={create.isPending || preview.isPending}
            >
              {NEW === 0 ? 'Import' : `Import ${NEW}`}
            </Button>
          )}
        </DialogFooter>
      </form>
    </Dialog>
  );
}
