import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PolicyView } from '../../../operations/schemas/policy.ts';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextArea } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';

/** Publishes what a YAML file says as the next version of its scope. */
export default function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const [yaml, setYaml] = useState('');
  const [activate, setActivate] = useState(false);
  const publish = useMutation({
    mutationFn: () => post<PolicyView>('/policies/import', { yaml, activate }),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: ['policies'] });
      notice.done(`Published ${id}`);
      onClose();
    },
  });
  const read = async (file: File | undefined) => file && setYaml(await file.text());
  return (
    <Dialog title="Import a policy" description="A YAML file as the export writes it." isWide onClose={onClose}>
      <form className="contents" onSubmit={(event) => (event.preventDefault(), publish.mutate())}>
        <DialogBody>
          <Field label="File">
            {(control) => (
              <input
                {...control}
                type="file"
                accept=".yaml,.yml"
                className="text-[13px] text-ink-soft file:mr-3 file:h-8 file:cursor-pointer file:rounded-md file:border file:border-line file:bg-surface file:px-2.5 file:text-ink max-md:file:h-11"
                onChange={({ target }) => void read(target.files?.[0])}
              />
            )}
          </Field>
          <Field label="YAML">
            {(control) => (
              <TextArea
                {...control}
                rows={12}
                spellCheck={false}
                className="font-mono text-xs"
                value={yaml}
                onChange={({ target }) => setYaml(target.value)}
              />
            )}
          </Field>
          <label className="flex items-center gap-2 text-[13px] max-md:min-h-11">
            <input type="checkbox" checked={activate} onChange={({ target }) => setActivate(target.checked)} />
            Let it hold at once
          </label>
          <FormError error={publish.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={yaml.trim() === ''} isBusy={publish.isPending}>
            Publish
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
