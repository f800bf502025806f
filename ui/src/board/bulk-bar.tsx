import { useQueryClient } from '@tanstack/react-query';
import { Ban, Flag, MoveRight, Play, Tag, UserRoundPlus, X } from 'lucide-react';
import { lazy, Suspense, useEffect, useReducer, useState } from 'react';
import { isFinal, PRIORITIES, TASK_STATUSES, type TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { Button } from '../controls/button.tsx';
import { Menu, MenuItem } from '../controls/menu.tsx';
import { legalTargets } from '../moves/legal-targets.ts';
import { TextDialog } from '../moves/text-dialog.tsx';
import { useActor } from '../shell/actor.ts';
import { findCard, type Board } from './board-data.ts';
import { assignTo, changeLabels, moveTo, setPriority, startWork, type BulkAction } from './bulk-actions.ts';
import { BulkRefusals } from './bulk-refusals.tsx';
import { PriorityMark } from './priority-mark.tsx';
import { selection, useSelection } from './selection.ts';
import { StatusMark } from './status-mark.tsx';
import { useBulk } from './use-bulk.ts';
import { PRIORITY_LABELS, STATUS_LABELS } from './words.ts';

const BulkAssignDialog = lazy(() => import('./bulk-assign-dialog.tsx'));
const BulkLabelsDialog = lazy(() => import('./bulk-labels-dialog.tsx'));

/** Moves that have to be explained. */
const ASK_WHY: readonly TaskStatus[] = ['BLOCKED', 'CANCELED'];
const BUTTON = 'text-[13px] max-md:flex-1';

/** What can be done with the chosen tasks. */
export default function BulkBar({ slug }: { readonly slug: string }) {
  const actor = useActor();
  const cards = useSelectedCards(slug);
  const bulk = useBulk();
  const [dialog, setDialog] = useState<'ASSIGN' | 'LABELS' | TaskStatus>();
  const open = cards.filter(({ status }) => !isFinal(status));
  const targetsOf = new Map(cards.map((card) => [card.key, legalTargets(card.status, actor)]));
  const mayMove = (to: TaskStatus) => cards.filter(({ key }) => targetsOf.get(key)?.includes(to));
  const targets = TASK_STATUSES.filter((to) => to !== 'CANCELED' && mayMove(to).length > 0);
  const isBusy = bulk.progress !== undefined;
  const isIdle = cards.length === 0 || isBusy;

  function run(chosen: readonly TaskCard[], action: BulkAction): void {
    setDialog(undefined);
    void bulk.run(chosen, action);
  }

  function move(to: TaskStatus): void {
    if (ASK_WHY.includes(to)) setDialog(to);
    else run(cards, moveTo(to));
  }

  return (
    <section
      aria-label="Selected tasks"
      className="animate-enter fixed bottom-4 left-1/2 z-30 w-max max-w-[calc(100vw-1rem)] -translate-x-1/2 rounded-lg border border-line bg-raised p-2 shadow-high max-md:bottom-[calc(4.5rem+env(safe-area-inset-bottom))] max-md:w-[calc(100vw-1rem)]"
    >
      <BulkRefusals refused={bulk.refused} onClose={bulk.forget} />
      <div className="flex flex-wrap items-center gap-1.5">
        <p aria-live="polite" className="px-1.5 text-[13px] font-medium tabular-nums max-md:w-full">
          {bulk.progress ? `${bulk.progress.done} of ${bulk.progress.of} …` : `${cards.length} selected`}
        </p>
        <Button className={BUTTON} disabled={isIdle || open.length === 0} onClick={() => setDialog('ASSIGN')}>
          <UserRoundPlus size={14} aria-hidden /> Assign
        </Button>
        <Menu
          trigger={
            <Button className={BUTTON} disabled={isIdle || open.length === 0}>
              <Flag size={14} aria-hidden /> Priority
            </Button>
          }
        >
          {PRIORITIES.map((priority) => (
            <MenuItem key={priority} onSelect={() => run(cards, setPriority(priority))}>
              <PriorityMark priority={priority} /> {PRIORITY_LABELS[priority]}
            </MenuItem>
          ))}
        </Menu>
        <Button className={BUTTON} disabled={isIdle || open.length === 0} onClick={() => setDialog('LABELS')}>
          <Tag size={14} aria-hidden /> Labels
        </Button>
        <Menu
          trigger={
            <Button className={BUTTON} disabled={isIdle || targets.length === 0}>
              <MoveRight size={14} aria-hidden /> Move
            </Button>
          }
        >
          {targets.map((to) => (
            <MenuItem key={to} onSelect={() => move(to)} hint={`${mayMove(to).length} of ${cards.length}`}>
              <StatusMark status={to} /> {STATUS_LABELS[to]}
            </MenuItem>
          ))}
        </Menu>
        <Button
          className={BUTTON}
          disabled={isIdle || !cards.some(({ status }) => status === 'ASSIGNED')}
          onClick={() => run(cards, startWork())}
        >
          <Play size={14} aria-hidden /> Start
        </Button>
        <Button
          look="danger"
          className={BUTTON}
          disabled={isIdle || open.length === 0}
          onClick={() => setDialog('CANCELED')}
        >
          <Ban size={14} aria-hidden /> Cancel
        </Button>
        <Button look="quiet" size="icon" aria-label="Clear the selection" title="Esc" onClick={selection.clear}>
          <X size={16} aria-hidden />
        </Button>
      </div>
      <Suspense>
        {dialog === 'ASSIGN' && (
          <BulkAssignDialog
            slug={slug}
            count={cards.length}
            onChosen={(members) => run(cards, assignTo(members))}
            onClose={() => setDialog(undefined)}
          />
        )}
        {dialog === 'LABELS' && (
          <BulkLabelsDialog
            cards={cards}
            onChosen={(added, removed) => run(cards, changeLabels(added, removed))}
            onClose={() => setDialog(undefined)}
          />
        )}
      </Suspense>
      {(dialog === 'BLOCKED' || dialog === 'CANCELED') && (
        <TextDialog
          title={dialog === 'CANCELED' ? `Cancel ${tasks(cards.length)}?` : `Block ${tasks(cards.length)}?`}
          description="Each is told the same reason. What is done or canceled already stays as it is."
          label="Reason"
          verb={dialog === 'CANCELED' ? `Cancel ${tasks(cards.length)}` : `Block ${tasks(cards.length)}`}
          isDangerous={dialog === 'CANCELED'}
          error={null}
          isBusy={isBusy}
          onSubmit={(reason) => run(cards, moveTo(dialog, reason))}
          onClose={() => setDialog(undefined)}
        />
      )}
    </section>
  );
}

const tasks = (count: number): string => (count === 1 ? '1 task' : `${count} tasks`);

/** The chosen tasks as they are now; what no board has any more does not count. */
function useSelectedCards(slug: string): readonly TaskCard[] {
  const client = useQueryClient();
  const selected = useSelection();
  const [, drawAgain] = useReducer((times: number) => times + 1, 0);
  useEffect(
    () => client.getQueryCache().subscribe(({ query }) => query.queryKey[0] === 'board' && drawAgain()),
    [client],
  );
  const boards = client.getQueriesData<Board>({ queryKey: ['board', slug] }).map(([, board]) => board);
  return [...selected].flatMap((key) => {
    const found = boards.flatMap((board) => (board && findCard(board, key)) ?? []);
    const newest = found.toSorted((one, other) => other.seq - one.seq)[0];
    return newest ? [newest] : [];
  });
}
