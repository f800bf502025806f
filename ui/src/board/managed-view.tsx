import { ArrowDown, ArrowUp, Star, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import type { ViewView } from '../../../operations/schemas/board.ts';
import { Button } from '../controls/button.tsx';
import { classNames } from '../controls/class-names.ts';
import { TextBox } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { useChange } from '../people/use-change.ts';
import { useActor } from '../shell/actor.ts';
import { deleteView, editView } from './view-queries.ts';

interface ManagedViewProps {
  readonly view: ViewView;
  readonly slug: string;
  readonly isDefault: boolean;
  readonly onDefault: (isDefault: boolean) => void;
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
}

/** One view in the list of all: its name is a text box, saved when it is left. */
export function ManagedView({ view, slug, isDefault, onDefault, onUp, onDown }: ManagedViewProps) {
  const { id, name, isShared, owner, version } = view;
  const actor = useActor();
  const [typed, setTyped] = useState<string>();
  const edit = useChange(['views'], (change: { name?: string; isShared?: boolean }) =>
    editView(slug, id, { version, ...change }),
  );
  const remove = useChange(['views'], () => deleteView(slug, id));
  const isOwn = owner.id === actor.id;
  const mayChange = isShared ? isOperator(actor) : isOwn;
  const mayShare = isOperator(actor) && (isOwn || !isShared);

  function rename(): void {
    const next = typed?.trim() ?? '';
    setTyped(undefined);
    if (next !== '' && next !== name) edit.mutate({ name: next });
  }

  return (
    <li className="rounded-md border border-line p-2" aria-label={name}>
      <div className="flex flex-wrap items-center gap-1.5">
        <TextBox
          aria-label={`Name of ${name}`}
          className="min-w-40 flex-1"
          maxLength={60}
          disabled={!mayChange}
          value={typed ?? name}
          onChange={({ target }) => setTyped(target.value)}
          onBlur={rename}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        />
        <Button
          look="quiet"
          size="icon"
          aria-pressed={isDefault}
          aria-label={`Open the board with ${name}`}
          title="What your board opens with"
          onClick={() => onDefault(!isDefault)}
        >
          <Star size={15} className={classNames(isDefault && 'fill-current text-warn')} aria-hidden />
        </Button>
        <Button look="quiet" size="icon" aria-label={`Move ${name} up`} disabled={!onUp} onClick={onUp}>
          <ArrowUp size={15} aria-hidden />
        </Button>
        <Button look="quiet" size="icon" aria-label={`Move ${name} down`} disabled={!onDown} onClick={onDown}>
          <ArrowDown size={15} aria-hidden />
        </Button>
        <Button
          look="quiet"
          size="icon"
          aria-label={`Delete ${name}`}
          disabled={!mayChange}
          isBusy={remove.isPending}
          onClick={() => remove.mutate(undefined)}
        >
          <Trash2 size={15} aria-hidden />
        </Button>
      </div>
      <label className="flex min-h-7 items-center gap-2 text-[13px] text-ink-soft max-md:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          disabled={!mayShare || edit.isPending}
          checked={isShared}
          onChange={({ target }) => edit.mutate({ isShared: target.checked })}
        />
        Shared with the project{isShared && !isOwn && `, made by ${owner.name}`}
      </label>
      <FormError error={edit.error ?? remove.error} />
    </li>
  );
}
