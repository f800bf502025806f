import { useState } from 'react';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextArea } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';

interface NoteDialogProps {
  readonly title: string;
  readonly description: string;
  readonly verb: string;
  readonly error: Error | null;
  readonly isBusy: boolean;
  readonly onSubmit: (note: string) => void;
  readonly onClose: () => void;
}

/** Asks for a note that may be left out. Ctrl+Enter sends it. */
export function NoteDialog({ title, description, verb, error, isBusy, onSubmit, onClose }: NoteDialogProps) {
  const [note, setNote] = useState('');
  const submit = () => !isBusy && onSubmit(note.trim());
  return (
    <Dialog title={title} description={description} onClose={onClose}>
      <form className="contents" onSubmit={(event) => (event.preventDefault(), submit())}>
        <DialogBody>
          <Field label="Note" hint="Optional: what was done, or why nothing has to be">
            {(control) => (
              <TextArea
                {...control}
                autoFocus
                maxLength={500}
                value={note}
                onChange={({ target }) => setNote(target.value)}
                onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit()}
              />
            )}
          </Field>
          <FormError error={error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" isBusy={isBusy}>
            {verb}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
