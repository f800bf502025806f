import { lazy, Suspense } from 'react';
import type { CommandResult } from '../api/commands.ts';
import type { Move } from './move-provider.tsx';

const AssignDialog = lazy(() => import('./assign-dialog.tsx'));
const PlanDialog = lazy(() => import('./plan-dialog.tsx'));
const SubmitDialog = lazy(() => import('./submit-dialog.tsx'));
const ReasonDialog = lazy(() => import('./reason-dialog.tsx'));
const FeedbackDialog = lazy(() => import('./feedback-dialog.tsx'));
const CompleteDialog = lazy(() => import('./complete-dialog.tsx'));

interface GateDialogsProps {
  readonly move: Move;
  readonly onAnswered: (result: CommandResult) => void;
  readonly onConfirmed: () => void;
  readonly onClose: () => void;
}

/** The dialog that meets the gate in front of a move. */
export function GateDialogs({ move, onAnswered, onConfirmed, onClose }: GateDialogsProps) {
  const { task, to } = move;
  const shared = { task, onDone: onAnswered, onClose };
  return (
    <Suspense>
      {move.dialog === 'ASSIGN' && <AssignDialog {...shared} />}
      {move.dialog === 'PLAN' && <PlanDialog {...shared} verb="Save plan and start" />}
      {move.dialog === 'SUBMIT' && <SubmitDialog {...shared} />}
      {move.dialog === 'REASON' && <ReasonDialog {...shared} to={to} />}
      {move.dialog === 'FEEDBACK' && <FeedbackDialog {...shared} />}
      {move.dialog === 'COMPLETE' && <CompleteDialog task={task} onConfirmed={onConfirmed} onClose={onClose} />}
    </Suspense>
  );
}
