import { useState } from 'react';
import type { BoardLook } from '../../../domain/board/view.ts';
import { isOperator } from '../../../domain/actor.ts';
import type { ViewView } from '../../../operations/schemas/board.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { useChange } from '../people/use-change.ts';
import { useActor } from '../shell/actor.ts';
import { lookOf } from './board-look.ts';
import { useChangeLook } from './use-board-look.ts';
import { createView } from './view-queries.ts';

interface SaveViewDialogProps {
  readonly slug: string;
  readonly look: BoardLook;
  readonly onClose: () => void;
}

/** Gives what is on screen a name. */
export default function SaveViewDialog({ slug, look, onClose }: SaveViewDialogProps) {
  const mayShare = isOperator(useActor());
  const { show } = useChangeLook(slug);
  const [name, setName] = useState('');
  const [isShared, setIsShared] = useState(false);
  const save = useChange(
    ['views'],
    () => createView(slug, { name: name.trim(), isShared, ...storable(look) }),
    (view: ViewView) => {
      notice.done(`The view ${view.name} is saved`);
      onClose();
      show(lookOf(view), view);
    },
  );
  const canSave = name.trim() !== '' && !save.isPending;
  return (
    <Dialog
      title="Save as a new view"
      description="Filters, lanes and hidden columns, under one name."
      onClose={onClose}
    >
      <form className="contents" onSubmit={(event) => (event.preventDefault(), canSave && save.mutate(undefined))}>
        <DialogBody>
          <Field label="Name" error={fieldError(save.error, 'name')}>
            {(control) => (
              <TextBox
                {...control}
                autoFocus
                maxLength={60}
                value={name}
                onChange={({ target }) => setName(target.value)}
              />
            )}
          </Field>
          {mayShare && (
            <label className="flex min-h-7 items-center gap-2 max-md:min-h-11">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={isShared}
                onChange={({ target }) => setIsShared(target.checked)}
              />
              Share it with everybody in the project
            </label>
          )}
          <FormError error={save.error} fields={['name']} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={!canSave} isBusy={save.isPending}>
            Save view
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

const storable = ({ filters, grouping, hiddenColumns }: BoardLook) => ({
  filters,
  ...(grouping && { grouping }),
  hiddenColumns: [...hiddenColumns],
});
