import { createContext, use, useCallback, useEffect, useState, type ReactNode } from 'react';
import { TASK_STATUSES, type TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { STATUS_LABELS } from './words.ts';

/** A card picked up with the keyboard, and the column it would be dropped on. */
export interface Grabbed {
  readonly card: TaskCard;
  readonly targets: readonly TaskStatus[];
  readonly over: TaskStatus | undefined;
}

type PickUp = (card: TaskCard, targets: readonly TaskStatus[]) => void;

const GrabbedContext = createContext<Grabbed | undefined>(undefined);
const PickUpContext = createContext<PickUp>(() => undefined);

export const useGrabbed = (): Grabbed | undefined => use(GrabbedContext);

/** Always the same function. */
export const usePickUp = (): PickUp => use(PickUpContext);

interface GrabProviderProps {
  readonly onDrop: (card: TaskCard, to: TaskStatus) => void;
  readonly children: ReactNode;
}

/** Dragging with the keyboard: Space picks up, the arrows choose among the legal columns, Enter drops, Escape leaves it. */
export function GrabProvider({ onDrop, children }: GrabProviderProps) {
  const [grabbed, setGrabbed] = useState<Grabbed>();
  const [said, setSaid] = useState('');

  useEffect(() => {
    if (!grabbed) return;
    const { card, over } = grabbed;

    function onKey(event: KeyboardEvent): void {
      if (!grabbed || event.repeat) return;
      const step = STEPS[event.key];
      if (step !== undefined) setGrabbed(stepped(grabbed, step));
      else if (event.key === 'Escape' || event.key === 'Tab') end(`${card.key} stays where it is.`);
      else if (event.key === ' ' || event.key === 'Enter') {
        end(over ? `${card.key} dropped on ${STATUS_LABELS[over]}.` : `${card.key} stays where it is.`);
        if (over) onDrop(card, over);
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

  const pickUp = useCallback<PickUp>((card, targets) => setGrabbed(stepped({ card, targets, over: undefined }, 1)), []);

  return (
    <>
      <PickUpContext value={pickUp}>
        <GrabbedContext value={grabbed}>{children}</GrabbedContext>
      </PickUpContext>
      <p id="how-to-move" hidden>
        Press Space to pick the card up, arrow keys to choose a column, Enter to drop, Escape to leave it.
      </p>
      <output aria-live="assertive" className={grabbed ? PILL : 'sr-only'}>
        {grabbed ? sentence(grabbed) : said}
      </output>
    </>
  );
}

const PILL =
  'fixed bottom-6 left-1/2 z-40 -translate-x-1/2 rounded-full bg-ink px-4 py-2 text-[13px] whitespace-nowrap text-canvas shadow-high';

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

const inBoardOrder = (targets: readonly TaskStatus[]) => TASK_STATUSES.filter((status) => targets.includes(status));

/** The next legal column to the right (or left), around the end. */
function stepped(grabbed: Grabbed, step: number): Grabbed {
  const { card, targets, over } = grabbed;
  const order = inBoardOrder([...targets, card.status]);
  const next = order[(order.indexOf(over ?? card.status) + step + order.length) % order.length];
  return { ...grabbed, over: next === card.status ? undefined : next };
}

const sentence = ({ card, over }: Grabbed): string =>
  `${card.key} → ${over ? STATUS_LABELS[over] : `stays in ${STATUS_LABELS[card.status]}`}. Arrows choose, Enter drops, Esc leaves.`;
