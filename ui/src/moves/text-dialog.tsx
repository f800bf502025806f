import { useState, type ReactNode } from 'react';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextArea } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';

interface TextDialogProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly label: string;
  readonly verb: string;
  readonly isDangerous?: boolean;
  readonly maxLength?: number;
  readonly error: Error | null;
  readonly isBusy: boolean;
  readonly onSubmit: (text: string) => void;
  readonly onClose: () => void;
}

/** Asks for one text: a reason, feedback, an error. Ctrl+Enter sends it. */
export function TextDialog(props: TextDialogProps) {
  const {
    title,
    description,
    label,
    verb,
    isDangerous = false,
    maxLength = 500,
    error,
    isBusy,
    onSubmit,
    onClose,
  } = props;
  const [text, setText] = useState('');
  const isEmpty = text.trim() === '';
  const submit = () => !isEmpty && !isBusy && onSubmit(text.trim());

  return (
    <Dialog title={title} {...(description !== undefined && { description })} onClose={onClose}>
      <form className="contents" onSubmit={(event) => (event.preventDefault(), submit())}>
        <DialogBody>
          <Field label={label}>
            {(control) => (
              <TextArea
                {...control}
                autoFocus
                value={text}
                maxLength={maxLength}
                onChange={({ target }) => setText(target.value)}
                onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit()}
              />
            )}
          </Field>
          <FormError error={error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look={isDangerous ? 'danger' : 'primary'} type="submit" disabled={isEmpty} isBusy={isBusy}>
            {verb}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
