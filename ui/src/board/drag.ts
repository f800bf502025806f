import { createContext, use } from 'react';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { legalTargets } from '../moves/legal-targets.ts';
import { useActor } from '../shell/actor.ts';
import type { Drop } from './drop.ts';
import { useGrabbed } from './grab.tsx';

/** A column, or the part of one that is in a lane. */
export interface Place {
  readonly status: TaskStatus;
  /** Absent: the lane that a card is in, or a board without lanes. */
  readonly lane?: string | undefined;
}

/** A card under the pointer, and where it would be dropped. */
export interface Dragged {
  readonly card: TaskCard;
  /** The lane that it was taken from. */
  readonly from: string | undefined;
  readonly over: Place | undefined;
}

export const DragContext = createContext<Dragged | undefined>(undefined);

/** How each column takes part in the drag under way. */
export function useDropOn(): (status: TaskStatus, lane?: string) => Drop {
  const actor = useActor();
  const dragged = use(DragContext);
  const grabbed = useGrabbed();
  const moving = dragged ?? grabbed;
  const legal = moving ? legalTargets(moving.card.status, actor) : [];

  return (status, lane) => {
    if (!moving) return 'NONE';
    const { card, from, over } = moving;
    const isOwnLane = lane === undefined || lane === from;
    if (status === card.status) {
      if (isOwnLane) return 'NONE';
    } else if (!legal.includes(status)) return 'ILLEGAL';
    const isOver = over?.status === status && (lane === undefined || lane === (over.lane ?? from));
    return isOver ? 'OVER' : 'LEGAL';
  };
}
