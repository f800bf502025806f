import { useRouter } from '@tanstack/react-router';
import { memo, type MouseEvent } from 'react';
import type { TaskCard as Card } from '../../../operations/schemas/task.ts';
import { classNames } from '../controls/class-names.ts';
import { legalTargets } from '../moves/legal-targets.ts';
import { useActor } from '../shell/actor.ts';
import { shownKeys } from './board-order.ts';
import { CardFace } from './card-face.tsx';
import { CardMenuButton } from './card-menu.tsx';
import { usePickUp } from './grab.tsx';
import { PriorityMark } from './priority-mark.tsx';
import { selection } from './selection.ts';

interface CardBodyProps {
  readonly card: Card;
  readonly slug: string;
  readonly canMove: boolean;
  readonly isSelected: boolean;
}

/** What a card shows. A drag draws the frames of all cards again, and none of this. */
export const CardBody = memo(function CardBody({ card, slug, canMove, isSelected }: CardBodyProps) {
  return (
    <>
      <div className="flex items-center gap-1.5">
        <span className="font-mono text-xs text-ink-faint">{card.key}</span>
        <PriorityMark priority={card.priority} />
        <span className="flex-1" />
        {canMove && (
          <label
            className={classNames(
              'relative z-10 -my-1 flex p-1 group-focus-within:opacity-100 group-hover:opacity-100 group-data-selecting/board:opacity-100',
              isSelected ? 'opacity-100' : 'opacity-0',
            )}
          >
            <span className="sr-only">Select {card.key}</span>
            <input
              type="checkbox"
              tabIndex={-1}
              className="size-4 accent-accent"
              checked={isSelected}
              onChange={() => selection.toggle(card.key)}
              onMouseDown={(event) => event.stopPropagation()}
            />
          </label>
        )}
        <CardMenuButton card={card} canMove={canMove} />
      </div>
      <h3 className="mt-0.5 text-[13.5px] leading-snug font-medium max-md:text-[15px]">
        <CardLink card={card} slug={slug} canMove={canMove} />
      </h3>
      <CardFace card={card} />
      {card.status === 'BLOCKED' && card.blockedReason !== undefined && (
        <p className="mt-1.5 line-clamp-2 text-xs text-bad">{card.blockedReason}</p>
      )}
    </>
  );
});

/** Opens the task beside the board as it is. A link of the router would be drawn anew with every change of the address. */
function CardLink({ card, slug, canMove }: Omit<CardBodyProps, 'isSelected'>) {
  const router = useRouter();
  const pickUp = usePickUp();
  const actor = useActor();
  const place = { to: '/p/$project/t/$key', params: { project: slug, key: card.key }, search: true } as const;

  function open(event: MouseEvent): void {
    choose(event, card.key);
    if (event.defaultPrevented || event.altKey) return;
    event.preventDefault();
    void router.navigate(place);
  }

  return (
    <a
      href={`/p/${slug}/t/${card.key}`}
      draggable={false}
      aria-describedby={canMove ? 'how-to-move' : undefined}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key !== ' ' || !canMove) return;
        event.preventDefault();
        const lane = event.currentTarget.closest<HTMLElement>('[data-lane]')?.dataset['lane'];
        pickUp(card, legalTargets(card.status, actor), lane);
      }}
      onMouseEnter={() => void router.preloadRoute(place)}
      className="line-clamp-2 min-h-6 break-words outline-none after:absolute after:inset-0 after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-accent"
    >
      {card.title}
    </a>
  );
}

/** With Ctrl a click chooses the card, with Shift all up to it, and so does every touch once something is chosen. */
function choose(event: MouseEvent, key: string): void {
  const isTouch = (event.nativeEvent as PointerEvent).pointerType === 'touch';
  const isChoice = event.ctrlKey || event.metaKey || event.shiftKey || (isTouch && !selection.isEmpty);
  if (!isChoice) return;
  event.preventDefault();
  if (event.shiftKey) selection.extendTo(key, shownKeys());
  else selection.toggle(key);
}
