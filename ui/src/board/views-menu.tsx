import { ChevronDown, LayoutGrid, Users } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import { Button } from '../controls/button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../controls/menu.tsx';
import { useActor } from '../shell/actor.ts';
import { isSameLook, lookOf, WHOLE_BOARD } from './board-look.ts';
import { useBoardLook, useChangeLook } from './use-board-look.ts';

const SaveViewDialog = lazy(() => import('./save-view-dialog.tsx'));
const ManageViewsDialog = lazy(() => import('./manage-views-dialog.tsx'));
const SaveChangesDialog = lazy(() => import('./save-changes-dialog.tsx'));

const EVERYTHING = '';

/** The views with a name, one's own and those of the project. */
export function ViewsMenu({ slug }: { readonly slug: string }) {
  const { look, view, views } = useBoardLook(slug);
  const { show } = useChangeLook(slug);
  const actor = useActor();
  const [dialog, setDialog] = useState<'SAVE' | 'CHANGE' | 'MANAGE'>();
  const close = () => setDialog(undefined);
  const items = views?.items ?? [];
  const isChanged = view !== undefined && !isSameLook(look, view);
  const mayChange = view !== undefined && (!view.isShared || isOperator(actor));

  function choose(id: string): void {
    const chosen = items.find((candidate) => candidate.id === id);
    show(chosen ? lookOf(chosen) : WHOLE_BOARD, chosen);
  }

  return (
    <>
      <Menu
        trigger={
          <Button
            className="max-w-52 text-[13px] font-medium max-md:max-w-36"
            aria-label={`View: ${view?.name ?? 'All tasks'}${isChanged ? ', changed' : ''}`}
          >
            <LayoutGrid size={14} className="shrink-0" aria-hidden />
            <span className="truncate">{view?.name ?? 'All tasks'}</span>
            {isChanged && <span className="text-ink-faint">changed</span>}
            <ChevronDown size={13} className="shrink-0" aria-hidden />
          </Button>
        }
      >
        <MenuLabel>Views</MenuLabel>
        <MenuChoice
          value={view?.id ?? EVERYTHING}
          onChoose={choose}
          options={[
            { value: EVERYTHING, label: 'All tasks' },
            ...items.map(({ id, name, isShared }) => ({
              value: id,
              label: (
                <>
                  <span className="max-w-60 truncate">{name}</span>
                  {isShared && <Users size={13} className="text-ink-faint" aria-label="shared" />}
                  {views?.defaultView === id && <span className="ml-auto pl-3 text-xs text-ink-faint">default</span>}
                </>
              ),
            })),
          ]}
        />
        <MenuLine />
        {isChanged && mayChange && (
          <MenuItem onSelect={() => setDialog('CHANGE')}>Save changes to {view.name}</MenuItem>
        )}
        {isChanged && <MenuItem onSelect={() => show(lookOf(view), view)}>Discard the changes</MenuItem>}
        <MenuItem onSelect={() => setDialog('SAVE')}>Save as a new view…</MenuItem>
        {items.length > 0 && <MenuItem onSelect={() => setDialog('MANAGE')}>Manage views…</MenuItem>}
      </Menu>
      <Suspense>
        {dialog === 'SAVE' && <SaveViewDialog slug={slug} look={look} onClose={close} />}
        {dialog === 'CHANGE' && view && <SaveChangesDialog slug={slug} view={view} look={look} onClose={close} />}
        {dialog === 'MANAGE' && <ManageViewsDialog slug={slug} onClose={close} />}
      </Suspense>
    </>
  );
}
