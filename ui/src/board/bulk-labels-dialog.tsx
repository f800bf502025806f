import { useState } from 'react';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { labelsIn } from './label-text.ts';

interface BulkLabelsDialogProps {
  readonly cards: readonly TaskCard[];
  readonly onChosen: (added: readonly string[], removed: readonly string[]) => void;
  readonly onClose: () => void;
}

/** Adds labels to many tasks and takes others away. */
export default function BulkLabelsDialog({ cards, onChosen, onClose }: BulkLabelsDialogProps) {
  const [text, setText] = useState('');
  const [removed, setRemoved] = useState<readonly string[]>([]);
  const present = [...new Set(cards.flatMap(({ labels }) => labels))].sort();
  const added = labelsIn(text);
  const canSave = added.length > 0 || removed.length > 0;

  return (
    <Dialog title={`Labels of ${cards.length}`} onClose={onClose}>
      <form className="contents" onSubmit={(event) => (event.preventDefault(), canSave && onChosen(added, removed))}>
        <DialogBody>
          <Field label="Add" hint="Separated by commas or spaces">
            {(control) => (
              <TextBox {...control} autoFocus value={text} onChange={({ target }) => setText(target.value)} />
            )}
          </Field>
          {present.length > 0 && (
            <fieldset>
              <legend className="text-[13px] font-medium text-ink-soft">Take away</legend>
              <div className="flex flex-wrap gap-x-4">
                {present.map((label) => (
                  <label key={label} className="flex min-h-8 items-center gap-2 max-md:min-h-11">
                    <input
                      type="checkbox"
                      className="size-4 accent-accent"
                      checked={removed.includes(label)}
                      onChange={({ target }) =>
                        setRemoved(target.checked ? [...removed, label] : removed.filter((other) => other !== label))
                      }
                    />
                    {label}
                  </label>
                ))}
              </div>
            </fieldset>
          )}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={!canSave}>
            Save labels
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
