import { useDraggable } from '@dnd-kit/core';
import { memo } from 'react';
import type { TaskCard as Card } from '../../../operations/schemas/task.ts';
import { classNames } from '../controls/class-names.ts';
import { legalTargets } from '../moves/legal-targets.ts';
import { useActor } from '../shell/actor.ts';
import { CardBody } from './card-body.tsx';
import { CardFace } from './card-face.tsx';
import { useGrabbed } from './grab.tsx';
import { useKeptFocus } from './keep-focus.ts';
import { useIsSelected } from './selection.ts';

interface TaskCardProps {
  readonly card: Card;
  readonly slug: string;
  /** Of which column on screen: a card with two assignees is in two lanes. */
  readonly column: string;
  readonly isOpen: boolean;
}

/**
 * One task on the board. The title is the link; Space on it picks the card up, the mouse and a long touch drag it.
 * With Ctrl a click chooses it, with Shift all up to it, and so does every touch once something is chosen.
 */
export const TaskCard = memo(function TaskCard({ card, slug, column, isOpen }: TaskCardProps) {
  const canMove = legalTargets(card.status, useActor()).length > 0;
  const grabbed = useGrabbed();
  const isSelected = useIsSelected(card.key);
  const { setNodeRef, listeners, isDragging } = useDraggable({
    id: `${column} ${card.key}`,
    data: { card, column },
    disabled: !canMove,
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
        'group relative rounded-lg border px-2.5 py-2 shadow-card select-none [-webkit-touch-callout:none] hover:border-line-strong',
        isOpen || isGrabbed ? 'border-accent ring-1 ring-accent' : 'border-line',
        isSelected ? 'border-accent bg-accent-soft' : 'bg-surface',
        isDragging && 'opacity-50',
        canMove && 'md:cursor-grab',
      )}
    >
      <CardBody card={card} slug={slug} canMove={canMove} isSelected={isSelected} />
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
