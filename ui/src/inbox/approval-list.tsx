import { useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { useShortcut } from '../shell/shortcuts.ts';
import type { Decision, Outcome } from './approval-commands.ts';
import { BulkBar } from './bulk-bar.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { DecisionKeys } from './decision-keys.tsx';
import { InboxItem } from './inbox-item.tsx';
import { Refusals } from './refusals.tsx';
import { useSelection } from './selection.ts';

interface ApprovalListProps {
  readonly approvals: readonly ApprovalView[];
  /** Where the page puts what can be done with the selected ones: below what scrolls. */
  readonly foot: HTMLElement | null;
}

/** The list with its keys: one approval is chosen, several can be selected. */
export function ApprovalList({ approvals, foot }: ApprovalListProps) {
  const [chosenId, setChosenId] = useState<string>();
  const [lastAt, setLastAt] = useState(0);
  const [bulk, setBulk] = useState<Decision>();
  const [refused, setRefused] = useState<readonly Outcome[]>([]);
  const list = useRef<HTMLDivElement>(null);
  const mine = approvals.filter(({ mayDecide }) => mayDecide);
  const others = approvals.filter(({ mayDecide }) => !mayDecide);
  const selection = useSelection(mine.map(({ id }) => id));
  const found = approvals.findIndex(({ id }) => id === chosenId);
  // A decided approval leaves the list; the one that takes its place is chosen.
  const at = found < 0 ? Math.min(lastAt, approvals.length - 1) : found;
  const chosen = approvals[at];
  const hasSelection = selection.ids.length > 0;

  function choose(next: number): void {
    const id = approvals[next]?.id;
    setLastAt(next);
    setChosenId(id);
    if (id !== undefined) list.current?.querySelector<HTMLElement>(`#${CSS.escape(`inbox-${id}`)}`)?.focus();
  }
  useShortcut('j', () => choose(Math.min(approvals.length - 1, at + 1)));
  useShortcut('k', () => choose(Math.max(0, at - 1)));
  useShortcut('x', ({ shiftKey }) => {
    if (!chosen?.mayDecide) return;
    if (shiftKey) selection.extendTo(chosen.id);
    else selection.toggle(chosen.id);
  });
  useShortcut('Escape', selection.clear);

  const items = (shown: readonly ApprovalView[]) =>
    shown.map((approval) => (
      <InboxItem
        key={approval.id}
        approval={approval}
        isChosen={approval === chosen}
        isSelected={selection.has(approval.id)}
        onChoose={() => choose(approvals.indexOf(approval))}
        onSelect={selection.toggle}
      />
    ));

  return (
    <div ref={list}>
      {chosen && !hasSelection && <DecisionKeys key={chosen.id} approval={chosen} onDecide={() => setLastAt(at)} />}
      <Refusals refused={refused} onClose={() => setRefused([])} />
      {mine.length > 0 && (
        <ol aria-label="Pending approvals" className="flex flex-col gap-3">
          {items(mine)}
        </ol>
      )}
      {others.length > 0 && (
        <section aria-label="For others to decide" className="mt-6 first:mt-0">
          <h2 className="mb-2 text-[13px] font-semibold text-ink-soft">For others to decide</h2>
          <ol aria-label="Approvals for others" className="flex flex-col gap-3">
            {items(others)}
          </ol>
        </section>
      )}
      {hasSelection &&
        foot &&
        createPortal(<BulkBar count={selection.ids.length} onDecide={setBulk} onClear={selection.clear} />, foot)}
      {bulk && (
        <BulkDialog
          decision={bulk}
          approvals={mine.filter(({ id }) => selection.has(id))}
          onDone={(outcomes) => {
            setRefused(outcomes);
            selection.clear();
            setBulk(undefined);
          }}
          onClose={() => setBulk(undefined)}
        />
      )}
    </div>
  );
}
