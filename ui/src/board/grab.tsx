import { createContext, use, useCallback, useEffect, useState, type ReactNode } from 'react';
import { TASK_STATUSES, type TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import type { Dragged, Place } from './drag.ts';
import { laneAfter, offeredLane } from './offered-lanes.ts';
import { STATUS_LABELS } from './words.ts';

/** A card picked up with the keyboard, and where it would be dropped. */
export interface Grabbed extends Dragged {
  readonly targets: readonly TaskStatus[];
}

type PickUp = (card: TaskCard, targets: readonly TaskStatus[], lane: string | undefined) => void;

const GrabbedContext = createContext<Grabbed | undefined>(undefined);
const PickUpContext = createContext<PickUp>(() => undefined);

export const useGrabbed = (): Grabbed | undefined => use(GrabbedContext);

/** Always the same function. */
export const usePickUp = (): PickUp => use(PickUpContext);

interface GrabProviderProps {
  readonly onDrop: (card: TaskCard, from: string | undefined, to: Place) => void;
  readonly children: ReactNode;
}

/** Dragging with the keyboard: Space picks up, the arrows choose among the legal columns and the lanes, Enter drops, Escape leaves it. */
export function GrabProvider({ onDrop, children }: GrabProviderProps) {
  const [grabbed, setGrabbed] = useState<Grabbed>();
  const [said, setSaid] = useState('');

  useEffect(() => {
    if (!grabbed) return;
    const { card, from, over } = grabbed;

    function onKey(event: KeyboardEvent): void {
      if (!grabbed || event.repeat) return;
      const step = STEPS[event.key];
      if (step !== undefined)
        setGrabbed((from !== undefined && UP_OR_DOWN.has(event.key) ? toLane : toColumn)(grabbed, step));
      else if (event.key === 'Escape' || event.key === 'Tab') end(`${card.key} stays where it is.`);
      else if (event.key === ' ' || event.key === 'Enter') {
        end(over ? `${card.key} dropped on ${nameOf(over)}.` : `${card.key} stays where it is.`);
        if (over) onDrop(card, from, over);
      }
      event.preventDefault();
      event.stopPropagation();
    }

    function end(words: string): void {
      setGrabbed(undefined);
      setSaid(words);
    }

    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, [grabbed, onDrop]);

  const pickUp = useCallback<PickUp>((card, targets, from) => {
    const picked = { card, targets, from, over: undefined };
    // In lanes it is open which way it goes.
    setGrabbed(from === undefined ? toColumn(picked, 1) : picked);
  }, []);

  return (
    <>
      <PickUpContext value={pickUp}>
        <GrabbedContext value={grabbed}>{children}</GrabbedContext>
      </PickUpContext>
      <p id="how-to-move" hidden>
        Press Space to pick the card up, arrow keys to choose a column or lane, Enter to drop, Escape to leave it.
      </p>
      <output aria-live="assertive" className={grabbed ? PILL : 'sr-only'}>
        {grabbed ? sentence(grabbed) : said}
      </output>
    </>
  );
}

const PILL =
  'fixed bottom-6 left-1/2 z-40 -translate-x-1/2 rounded-full bg-ink px-4 py-2 text-[13px] whitespace-nowrap text-canvas shadow-high';

const UP_OR_DOWN: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown']);
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

const inBoardOrder = (targets: readonly TaskStatus[]) => TASK_STATUSES.filter((status) => targets.includes(status));

/** The next legal column to the right (or left), around the end. */
function toColumn(grabbed: Grabbed, step: number): Grabbed {
  const { card, targets, over } = grabbed;
  const order = inBoardOrder([...targets, card.status]);
  const next = order[(order.indexOf(over?.status ?? card.status) + step + order.length) % order.length];
  return withOver(grabbed, { status: next ?? card.status, lane: over?.lane });
}

/** The next lane below (or above), around the end. */
const toLane = (grabbed: Grabbed, step: number): Grabbed =>
  withOver(grabbed, {
    status: grabbed.over?.status ?? grabbed.card.status,
    lane: laneAfter(grabbed.over?.lane ?? grabbed.from ?? '', step),
  });

function withOver(grabbed: Grabbed, { status, lane }: Place): Grabbed {
  const other = lane === grabbed.from ? undefined : lane;
  const isOwnPlace = other === undefined && status === grabbed.card.status;
  return { ...grabbed, over: isOwnPlace ? undefined : { status, lane: other } };
}

const nameOf = ({ status, lane }: Place): string =>
  [offeredLane(lane)?.name, STATUS_LABELS[status]].filter((part) => part !== undefined).join(', ');

const sentence = ({ card, over }: Grabbed): string =>
  `${card.key} → ${over ? nameOf(over) : `stays in ${STATUS_LABELS[card.status]}`}. Arrows choose, Enter drops, Esc leaves.`;
