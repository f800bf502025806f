import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { sendCommand, type CommandResult } from '../api/commands.ts';
import { taskQuery } from '../api/queries.ts';
import { accept } from '../api/use-command.ts';
import { returnFocus } from '../board/keep-focus.ts';
import { STATUS_LABELS } from '../board/words.ts';
import { notice } from '../controls/notice.ts';
import { GateDialogs } from './gate-dialogs.tsx';
import { gateOf, type GateDialog } from './gate.ts';
import { expectMove, settleMove } from './optimistic-moves.ts';
import { undoOf } from './undo.ts';

/** A move on its way: where it started, where it goes and what it still asks for. */
export interface Move {
  readonly before: TaskView;
  readonly task: TaskView;
  readonly to: TaskStatus;
  readonly dialog?: GateDialog;
  /** Does the last step in place of a plain transition, for example a dispatch. */
  readonly finish?: ((task: TaskView) => Promise<CommandResult>) | undefined;
}

interface MoveOptions {
  /** A slip of the hand must not end a task. */
  readonly isDrag?: boolean;
  readonly finish?: Move['finish'];
}

type StartMove = (key: string, to: TaskStatus, options?: MoveOptions) => Promise<void>;

const MoveContext = createContext<StartMove | undefined>(undefined);

/** Moves a task: `move('MC-1', 'REVIEW')` asks for what the gate needs, moves, and offers the way back. */
export function useMove(): StartMove {
  const move = use(MoveContext);
  if (!move) throw new Error('useMove is used outside of MoveProvider');
  return move;
}

export function MoveProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<Move>();

  const steps = useMemo(() => {
    function end(key: string): void {
      settleMove(key);
      setAsking(undefined);
      // Once the dialog is gone.
      setTimeout(() => returnFocus(key));
    }

    function refuse(key: string, to: TaskStatus, error: unknown): void {
      end(key);
      notice.refused(`${key} was not moved to ${STATUS_LABELS[to]}`, error);
      void client.invalidateQueries({ queryKey: ['task', key] });
    }

    function finished({ before, to, finish }: Move, result: CommandResult): void {
      end(before.key);
      // What else the last step has done, a dispatch for example, is not taken back with the move.
      const undo = finish ? undefined : undoOf(before, to);
      notice.done(
        `${before.key} moved to ${STATUS_LABELS[result.task.status]}`,
        undo && (() => void takeBack(before, undo)),
      );
    }

    async function takeBack({ key, status }: TaskView, undo: () => Promise<CommandResult>): Promise<void> {
      try {
        accept(client, await undo());
      } catch (error) {
        refuse(key, status, error);
      }
    }

    /** One step further: ask for what is missing, or do the last step. */
    async function advance(move: Move, isConfirmed: boolean): Promise<void> {
      const { task, to, finish } = move;
      const gate = gateOf(task, to);
      if (gate.kind === 'CLOSED') return refuse(task.key, to, new Error(gate.why));
      if (gate.kind === 'DIALOG') return setAsking({ ...move, dialog: gate.dialog });
      if (to === 'DONE' && !isConfirmed) return setAsking({ ...move, dialog: 'COMPLETE' });
      try {
        const last = finish?.(task) ?? sendCommand(task.key, 'transition', { to, from: task.status });
        finished(move, accept(client, await last));
      } catch (error) {
        refuse(task.key, to, error);
      }
    }

    /** A dialog has done its command: the task is there, or the next gate is asked. */
    function answered(move: Move, result: CommandResult): void {
      if (result.task.status === move.to) return finished(move, result);
      setAsking(undefined);
      void advance({ ...move, task: result.task }, true);
    }

    return { end, refuse, advance, answered };
  }, [client]);

  const start = useCallback<StartMove>(
    async (key, to, { isDrag = false, finish } = {}) => {
      expectMove(key, to);
      try {
        const task = await client.fetchQuery({ ...taskQuery(key), staleTime: 0 });
        await steps.advance({ before: task, task, to, finish }, !isDrag);
      } catch (error) {
        steps.refuse(key, to, error);
      }
    },
    [client, steps],
  );

  return (
    <MoveContext value={start}>
      {children}
      {asking?.dialog && (
        <GateDialogs
          move={asking}
          onAnswered={(result) => steps.answered(asking, result)}
          onConfirmed={() => void steps.advance(asking, true)}
          onClose={() => steps.end(asking.before.key)}
        />
      )}
    </MoveContext>
  );
}
