import { createContext, use, useState, type ReactNode } from 'react';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { DenyDialog } from './deny-dialog.tsx';

type AskToDeny = (approval: ApprovalView) => void;

const DenyContext = createContext<AskToDeny | undefined>(undefined);

/** Asks for the reason of a denial. The dialog outlives the card: somebody else may decide while one types. */
export function useAskToDeny(): AskToDeny {
  const ask = use(DenyContext);
  if (!ask) throw new Error('useAskToDeny is used outside of DenyProvider');
  return ask;
}

export function DenyProvider({ children }: { readonly children: ReactNode }) {
  const [asked, setAsked] = useState<ApprovalView>();
  return (
    <DenyContext value={setAsked}>
      {children}
      {asked && <DenyDialog key={asked.id} approval={asked} onClose={() => setAsked(undefined)} />}
    </DenyContext>
  );
}
