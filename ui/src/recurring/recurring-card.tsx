import { Ellipsis, Pause, Pencil, Play, Trash2, Zap } from 'lucide-react';
import { useState } from 'react';
import type { OccurrenceView, RecurringTaskView } from '../../../operations/schemas/recurring.ts';
import { post } from '../api/request.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { classNames } from '../controls/class-names.ts';
import { Menu, MenuItem, MenuLine } from '../controls/menu.tsx';
import { notice } from '../controls/notice.ts';
import { Ago } from '../controls/time.tsx';
import { useChange } from '../people/use-change.ts';
import { RecurringDialog } from './recurring-dialog.tsx';
import { PauseDialog, RemoveDialog, ResumeDialog } from './recurring-orders.tsx';
import { capitalized, STATE_LABELS, STATE_TONES, timeIn } from './recurring-words.ts';

interface RecurringCardProps {
  readonly recurring: RecurringTaskView;
  readonly isChosen: boolean;
  readonly mayChange: boolean;
  readonly onChoose: () => void;
}

type Order = 'EDIT' | 'PAUSE' | 'RESUME' | 'REMOVE';

/** One recurring task, its next time, and what can be done with it. */
export function RecurringCard({ recurring, isChosen, mayChange, onChoose }: RecurringCardProps) {
  const [order, setOrder] = useState<Order>();
  const close = () => setOrder(undefined);
  const { name, inWords, state, projectId, timeZone } = recurring;
  return (
    <article
      className={classNames(
        'rounded-lg border bg-surface p-3 shadow-card',
        isChosen ? 'border-accent' : 'border-line hover:border-line-strong',
      )}
    >
      <div className="flex items-start gap-2">
        <button
          type="button"
          aria-pressed={isChosen}
          onClick={onChoose}
          className="min-w-0 flex-1 rounded-md text-left max-md:min-h-11"
        >
          <strong className="block font-semibold break-words">{name}</strong>
          <span className="block text-[13px] text-ink-soft">{capitalized(inWords)}</span>
        </button>
        <Badge tone={STATE_TONES[state]}>{STATE_LABELS[state]}</Badge>
        {mayChange && <OrderMenu recurring={recurring} onOrder={setOrder} />}
      </div>
      <Standing recurring={recurring} />
      {order === 'EDIT' && (
        <RecurringDialog
          project={projectId}
          timeZone={timeZone}
          recurring={recurring}
          onDone={onChoose}
          onClose={close}
        />
      )}
      {order === 'PAUSE' && <PauseDialog recurring={recurring} onClose={close} />}
      {order === 'RESUME' && <ResumeDialog recurring={recurring} onClose={close} />}
      {order === 'REMOVE' && <RemoveDialog recurring={recurring} onClose={close} />}
    </article>
  );
}

/** What comes next, or why nothing does. */
function Standing({ recurring }: { readonly recurring: RecurringTaskView }) {
  const { state, nextTimes, timeZone, paused, ended, until, count, made, owner } = recurring;
  const [next] = nextTimes ?? [];
  return (
    <div className="mt-2 flex flex-col gap-0.5 text-[13px] text-ink-soft">
      {state === 'ACTIVE' && (
        <p className="tabular-nums">
          {nextTimes === undefined
            ? 'When it comes next is not known right now'
            : next === undefined
              ? 'Nothing comes any more'
              : `Next: ${timeIn(timeZone, next)}`}
        </p>
      )}
      {state === 'PAUSED' && paused && (
        <p className="break-words text-warn">
          {paused.by.name}, <Ago at={paused.at} />: {paused.reason}
        </p>
      )}
      {state === 'ENDED' && <p>Ended: {ended?.because ?? `its last day was ${until}`}</p>}
      {state !== 'ENDED' && count !== undefined && (
        <p>
          {made} of {count} made
        </p>
      )}
      {state !== 'ENDED' && until !== undefined && <p>Until {until}</p>}
      <p>In the name of {owner.name}</p>
    </div>
  );
}

interface OrderMenuProps {
  readonly recurring: RecurringTaskView;
  readonly onOrder: (order: Order) => void;
}

function OrderMenu({ recurring: { id, name, state }, onOrder }: OrderMenuProps) {
  const run = useChange(
    ['recurring-tasks'],
    () => post<OccurrenceView>(`/recurring-tasks/${id}/run`, {}),
    ({ taskKey, skipped }) =>
      taskKey === undefined ? notice.refused('No task', skipped?.detail) : notice.done(`${taskKey} created`),
  );
  const runNow = () => run.mutate(undefined, { onError: (error) => notice.refused('No task', error) });
  return (
    <Menu
      align="end"
      trigger={
        <Button look="quiet" size="icon" aria-label={`What to do with ${name}`} className="-mt-1 -mr-1">
          <Ellipsis size={16} aria-hidden />
        </Button>
      }
    >
      <MenuItem onSelect={runNow}>
        <Zap size={14} aria-hidden /> Run now
      </MenuItem>
      <MenuItem onSelect={() => onOrder('EDIT')}>
        <Pencil size={14} aria-hidden /> Edit…
      </MenuItem>
      {state === 'ACTIVE' && (
        <MenuItem onSelect={() => onOrder('PAUSE')}>
          <Pause size={14} aria-hidden /> Pause…
        </MenuItem>
      )}
      {state === 'PAUSED' && (
        <MenuItem onSelect={() => onOrder('RESUME')}>
          <Play size={14} aria-hidden /> Resume…
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem isDangerous onSelect={() => onOrder('REMOVE')}>
        <Trash2 size={14} aria-hidden /> Remove…
      </MenuItem>
    </Menu>
  );
}
