import { createContext, use } from 'react';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { legalTargets } from '../moves/legal-targets.ts';
import { useActor } from '../shell/actor.ts';
import type { Drop } from './drop.ts';
import { useGrabbed } from './grab.tsx';

/** A card under the pointer, and the column it would be dropped on. */
export interface Dragged {
  readonly card: TaskCard;
  /** The column on screen that it was taken from. */
  readonly column: string;
  readonly over: TaskStatus | undefined;
}

export const DragContext = createContext<Dragged | undefined>(undefined);

/** How each column takes part in the drag under way; in lanes a card stays in its own. */
export function useDropOn(): (status: TaskStatus, lane?: string) => Drop {
  const actor = useActor();
  const dragged = use(DragContext);
  const grabbed = useGrabbed();
  const moving = dragged?.card ?? grabbed?.card;
  const target = dragged ? dragged.over : grabbed?.over;
  const legal = moving ? legalTargets(moving.status, actor) : [];

  return (status, lane) => {
    if (!moving) return 'NONE';
    const isOwnLane = lane === undefined || !dragged || dragged.column === `${lane} ${moving.status}`;
    if (!isOwnLane) return 'ILLEGAL';
    if (moving.status === status) return 'NONE';
    if (!legal.includes(status)) return 'ILLEGAL';
    return target === status ? 'OVER' : 'LEGAL';
  };
}
