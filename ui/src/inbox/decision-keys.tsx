import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { useShortcut } from '../shell/shortcuts.ts';
import { useAskToDeny } from './deny-provider.tsx';
import { useDecision } from './use-decision.ts';

interface DecisionKeysProps {
  readonly approval: ApprovalView;
  /** The approval is about to leave the list. */
  readonly onDecide: () => void;
}

/** A and D for the chosen approval. */
export function DecisionKeys({ approval, onDecide }: DecisionKeysProps) {
  const decision = useDecision(approval);
  const askToDeny = useAskToDeny();
  const act = (what: () => void) => () => {
    if (!approval.mayDecide || decision.isPending) return;
    onDecide();
    what();
  };
  useShortcut(
    'a',
    act(() => decision.approve()),
  );
  useShortcut(
    'd',
    act(() => askToDeny(approval)),
  );
  return null;
}
