import { useEffect, useRef } from 'react';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { ApprovalCard } from './approval-card.tsx';
import { ApprovalPlace } from './approval-place.tsx';

interface InboxItemProps {
  readonly approval: ApprovalView;
  readonly isChosen: boolean;
  readonly isSelected: boolean;
  readonly onChoose: () => void;
  readonly onSelect: (id: string) => void;
}

/** One approval of the inbox, with what selects it. */
export function InboxItem({ approval, isChosen, isSelected, onChoose, onSelect }: InboxItemProps) {
  const { id, mayDecide } = approval;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) item.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    <li
      ref={item}
      id={`inbox-${id}`}
      tabIndex={-1}
      aria-current={isChosen || undefined}
      className="scroll-my-4 rounded-lg outline-none aria-current:ring-2 aria-current:ring-accent"
    >
      <ApprovalCard
        approval={approval}
        where={
          <div className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <ApprovalPlace approval={approval} />
            </div>
            {mayDecide && (
              <label className="-m-2 flex p-2 max-md:-m-3 max-md:p-3">
                <span className="sr-only">Select {id}</span>
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  checked={isSelected}
                  onChange={() => {
                    onChoose();
                    onSelect(id);
                  }}
                />
              </label>
            )}
          </div>
        }
      />
    </li>
  );
}
