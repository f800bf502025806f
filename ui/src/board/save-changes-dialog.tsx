import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { BoardLook } from '../../../domain/board/view.ts';
import type { ViewView } from '../../../operations/schemas/board.ts';
import { ApiError } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { useChange } from '../people/use-change.ts';
import { lookOf } from './board-look.ts';
import { useBoardLook, useChangeLook } from './use-board-look.ts';
import { editView } from './view-queries.ts';

interface SaveChangesDialogProps {
  readonly slug: string;
  readonly view: ViewView;
  readonly look: BoardLook;
  readonly onClose: () => void;
}

/** Saves what is on screen under the name that it comes from; asks only where somebody else was faster. */
export default function SaveChangesDialog({ slug, view, look, onClose }: SaveChangesDialogProps) {
  const { views } = useBoardLook(slug);
  const { show } = useChangeLook(slug);
  const { filters, grouping, hiddenColumns } = look;
  const save = useChange(
    ['views'],
    (version: number) =>
      editView(slug, view.id, { version, filters, grouping: grouping ?? null, hiddenColumns: [...hiddenColumns] }),
    (saved: ViewView) => {
      notice.done(`The view ${saved.name} is saved`);
      onClose();
      show(lookOf(saved), saved);
    },
  );
  const client = useQueryClient();
  const begun = useRef(false);
  useEffect(() => {
    if (!begun.current) save.mutate(view.version);
    begun.current = true;
  });
  useEffect(() => {
    if (save.error) void client.invalidateQueries({ queryKey: ['views', slug] });
  }, [save.error, client, slug]);
  const isOutdated = save.error instanceof ApiError && fieldError(save.error, 'version') !== undefined;
  const theirs = views?.items.find(({ id }) => id === view.id);
  if (!save.error) return null;
  return (
    <Dialog title={`${view.name} was not saved`} onClose={onClose}>
      <DialogBody>
        <FormError error={save.error} />
        {isOutdated && <p>Keep what you see, or look at what they have made of it.</p>}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Back</Button>
        {isOutdated && theirs && theirs.version !== save.variables && (
          <>
            <Button onClick={() => (onClose(), show(lookOf(theirs), theirs))}>Show theirs</Button>
            <Button look="primary" isBusy={save.isPending} onClick={() => save.mutate(theirs.version)}>
              Keep mine
            </Button>
          </>
        )}
      </DialogFooter>
    </Dialog>
  );
}
