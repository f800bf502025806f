import { useDraggable } from '@dnd-kit/core';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { TaskCard as Card } from '../../../operations/schemas/task.ts';
import { classNames } from '../controls/class-names.ts';
import { useActor } from '../shell/actor.ts';
import { legalTargets } from '../moves/legal-targets.ts';
import { CardFace } from './card-face.tsx';
import { CardMenu } from './card-menu.tsx';
import { useGrab } from './grab.tsx';
import { useKeptFocus } from './keep-focus.ts';
import { PriorityMark } from './priority-mark.tsx';

interface TaskCardProps {
  readonly card: Card;
  readonly slug: string;
  readonly isOpen: boolean;
}

/** One task on the board. The title is the link; Space on it picks the card up, the mouse and a long touch drag it. */
export const TaskCard = memo(function TaskCard({ card, slug, isOpen }: TaskCardProps) {
  const targets = legalTargets(card.status, useActor());
  const { grabbed, grab } = useGrab();
  const { setNodeRef, listeners, isDragging } = useDraggable({
    id: card.key,
    data: { card },
    disabled: targets.length === 0,
  });
  useKeptFocus(card.key);
  const isGrabbed = grabbed?.card.key === card.key;

  return (
    <article
      ref={setNodeRef}
      {...listeners}
      aria-label={`${card.key} ${card.title}`}
      data-card={card.key}
      className={classNames(
        'group relative rounded-lg border bg-surface px-2.5 py-2 shadow-card select-none [-webkit-touch-callout:none] hover:border-line-strong',
        isOpen || isGrabbed ? 'border-accent ring-1 ring-accent' : 'border-line',
        isDragging && 'opacity-50',
        targets.length > 0 && 'md:cursor-grab',
      )}
    >
      <div className="flex items-center gap-1.5">
        <span className="font-mono text-xs text-ink-faint">{card.key}</span>
        <PriorityMark priority={card.priority} />
        <span className="flex-1" />
        <CardMenu taskKey={card.key} slug={slug} targets={targets} />
      </div>
      <h3 className="mt-0.5 text-[13.5px] leading-snug font-medium max-md:text-[15px]">
        <Link
          to="/p/$project/t/$key"
          params={{ project: slug, key: card.key }}
          search={true}
          draggable={false}
          aria-describedby={targets.length > 0 ? 'how-to-move' : undefined}
          onKeyDown={(event) => {
            if (event.key !== ' ' || targets.length === 0) return;
            event.preventDefault();
            grab(card, targets);
          }}
          className="line-clamp-2 break-words outline-none after:absolute after:inset-0 after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-accent"
        >
          {card.title}
        </Link>
      </h3>
      <CardFace card={card} />
      {card.status === 'BLOCKED' && card.blockedReason !== undefined && (
        <p className="mt-1.5 line-clamp-2 text-xs text-bad">{card.blockedReason}</p>
      )}
    </article>
  );
});

/** The card under the pointer. */
export const DraggedCard = ({ card }: { readonly card: Card }) => (
  <div className="w-full rotate-1 max-md:mt-24 max-md:w-52 max-md:opacity-90 cursor-grabbing rounded-lg border border-accent bg-raised px-2.5 py-2 shadow-high">
    <p className="font-mono text-xs text-ink-faint">{card.key}</p>
    <p className="mt-0.5 line-clamp-2 text-[13.5px] leading-snug font-medium">{card.title}</p>
    <CardFace card={card} />
  </div>
);
