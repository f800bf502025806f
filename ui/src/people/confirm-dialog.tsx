import { useState, type ReactNode } from 'react';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly verb: string;
  /** Words to be typed first, for what cannot be taken back. */
  readonly phrase?: string;
  readonly error: Error | null;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What follows from it. */
  readonly children: ReactNode;
}

/** Asks once more before something that others will feel. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, verb, phrase, error, isBusy, onConfirm, onClose, children } = props;
  const [typed, setTyped] = useState('');
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="contents" onSubmit={(event) => (event.preventDefault(), onConfirm())}>
        <DialogBody>
          <p className="text-ink-soft">{children}</p>
          {phrase !== undefined && (
            <Field label={`Type ${phrase} to confirm`}>
              {(control) => (
                <TextBox
                  {...control}
                  autoFocus
                  autoCapitalize="none"
                  value={typed}
                  onChange={({ target }) => setTyped(target.value)}
                />
              )}
            </Field>
          )}
          <FormError error={error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button
            look="danger"
            type="submit"
            disabled={phrase !== undefined && typed.trim() !== phrase}
            isBusy={isBusy}
          >
            {verb}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
