import { CheckSquare, Ellipsis, Link2, Pencil } from 'lucide-react';
import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { Button } from '../controls/button.tsx';
import { Menu, MenuItem, MenuLabel, MenuLine } from '../controls/menu.tsx';
import { notice } from '../controls/notice.ts';
import { legalTargets } from '../moves/legal-targets.ts';
import { useMove } from '../moves/move-provider.tsx';
import { useActor } from '../shell/actor.ts';
import { openQuickEdit } from './quick-edit-state.ts';
import { selection } from './selection.ts';
import { StatusMark } from './status-mark.tsx';
import { STATUS_LABELS } from './words.ts';

interface Opened {
  readonly card: TaskCard;
  readonly anchor: HTMLElement;
  /** A menu that is closed remembers where the focus came from. */
  readonly isOpen: boolean;
}

type OpenMenu = (card: TaskCard, anchor: HTMLElement) => void;

const CardMenuContext = createContext<OpenMenu>(() => undefined);

export const useCardMenu = (): OpenMenu => use(CardMenuContext);

interface CardMenuProviderProps {
  readonly slug: string;
  readonly children: ReactNode;
}

/** Moving without dragging, and what else can be done with a card. One menu serves all cards: there may be hundreds. */
export function CardMenuProvider({ slug, children }: CardMenuProviderProps) {
  const [opened, setOpened] = useState<Opened>();
  const open = useMemo<OpenMenu>(() => (card, anchor) => setOpened({ card, anchor, isOpen: true }), []);
  return (
    <CardMenuContext value={open}>
      {children}
      <CardMenu slug={slug} opened={opened} onClose={() => setOpened((last) => last && { ...last, isOpen: false })} />
    </CardMenuContext>
  );
}

interface CardMenuProps {
  readonly slug: string;
  readonly opened: Opened | undefined;
  readonly onClose: () => void;
}

function CardMenu({ slug, opened, onClose }: CardMenuProps) {
  const move = useMove();
  const actor = useActor();
  const key = opened?.card.key ?? '';
  const targets = opened ? legalTargets(opened.card.status, actor) : [];
  const place = opened?.anchor.getBoundingClientRect();

  async function copyLink(): Promise<void> {
    await navigator.clipboard.writeText(`${location.origin}/p/${slug}/t/${key}`);
    notice.done('Link copied');
  }

  return (
    <Menu
      align="end"
      isOpen={opened?.isOpen ?? false}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        opened?.anchor.focus();
      }}
      trigger={
        <span
          aria-hidden
          className="pointer-events-none fixed"
          style={place && { left: place.left, top: place.top, width: place.width, height: place.height }}
        />
      }
    >
      {targets.length > 0 && <MenuLabel>Move {key} to</MenuLabel>}
      {targets.map((to) => (
        <MenuItem key={to} onSelect={() => void move(key, to)} isDangerous={to === 'CANCELED'}>
          <StatusMark status={to} /> {STATUS_LABELS[to]}
        </MenuItem>
      ))}
      {targets.length > 0 && (
        <>
          <MenuLine />
          <MenuItem onSelect={() => openQuickEdit(key)} hint="E">
            <Pencil size={14} aria-hidden /> Edit
          </MenuItem>
          <MenuItem onSelect={() => selection.toggle(key)} hint="X">
            <CheckSquare size={14} aria-hidden /> Select
          </MenuItem>
        </>
      )}
      <MenuItem onSelect={() => void copyLink()}>
        <Link2 size={14} aria-hidden /> Copy link
      </MenuItem>
    </Menu>
  );
}

interface CardMenuButtonProps {
  readonly card: TaskCard;
  readonly canMove: boolean;
}

export function CardMenuButton({ card, canMove }: CardMenuButtonProps) {
  const openMenu = useCardMenu();
  return (
    <Button
      look="quiet"
      size="icon"
      data-menu
      aria-label={canMove ? `Move ${card.key}` : `More about ${card.key}`}
      aria-haspopup="menu"
      className="relative z-10 -my-1.5 -mr-1.5 size-7! opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 focus-visible:opacity-100 max-md:-my-2.5 max-md:-mr-2.5 max-md:size-11! max-md:opacity-100 pointer-coarse:opacity-100"
      onMouseDown={(event) => event.stopPropagation()}
      onTouchStart={(event) => event.stopPropagation()}
      onClick={({ currentTarget }) => openMenu(card, currentTarget)}
    >
      <Ellipsis size={16} aria-hidden />
    </Button>
  );
}
