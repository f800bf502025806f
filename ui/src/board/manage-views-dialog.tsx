import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { FormError } from '../controls/form-error.tsx';
import { Empty } from '../controls/states.tsx';
import { useChange } from '../people/use-change.ts';
import type { ChooseViews } from '../../../operations/schemas/board.ts';
import { ManagedView } from './managed-view.tsx';
import { useBoardLook } from './use-board-look.ts';
import { chooseViews } from './view-queries.ts';

interface ManageViewsDialogProps {
  readonly slug: string;
  readonly onClose: () => void;
}

/** Names, sharing, and for oneself the order and what the board opens with. */
export default function ManageViewsDialog({ slug, onClose }: ManageViewsDialogProps) {
  const { views } = useBoardLook(slug);
  const items = views?.items ?? [];
  const order = items.map(({ id }) => id);
  const choose = useChange(['views'], (choice: ChooseViews) => chooseViews(slug, choice));

  function raise(at: number, by: number): void {
    const moved = order.toSpliced(at, 1).toSpliced(at + by, 0, order[at] ?? '');
    choose.mutate({ order: moved, defaultView: views?.defaultView ?? null });
  }

  return (
    <Dialog title="Manage views" description="The order and the default are yours alone." onClose={onClose} isWide>
      <DialogBody>
        {items.length === 0 && <Empty title="No views any more" />}
        <ul className="flex flex-col gap-1">
          {items.map((view, at) => (
            <ManagedView
              key={view.id}
              view={view}
              slug={slug}
              isDefault={views?.defaultView === view.id}
              onDefault={(isDefault) => choose.mutate({ order, defaultView: isDefault ? view.id : null })}
              onUp={at > 0 ? () => raise(at, -1) : undefined}
              onDown={at < items.length - 1 ? () => raise(at, 1) : undefined}
            />
          ))}
        </ul>
        <FormError error={choose.error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Close</Button>
      </DialogFooter>
    </Dialog>
  );
}
