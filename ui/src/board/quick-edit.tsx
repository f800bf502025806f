import { useQuery } from '@tanstack/react-query';
import { Popover } from 'radix-ui';
import { useRef, type RefObject } from 'react';
import { isFinal } from '../../../domain/task/vocabulary.ts';
import { taskQuery } from '../api/queries.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { QuickEditForm } from './quick-edit-form.tsx';
import { closeQuickEdit } from './quick-edit-state.ts';

interface QuickEditProps {
  readonly taskKey: string;
  readonly slug: string;
}

/** What is changed most of a task, on its card. */
export default function QuickEdit({ taskKey, slug }: QuickEditProps) {
  const query = useQuery(taskQuery(taskKey));
  const anchor = useRef<{ getBoundingClientRect: () => DOMRect } | null>(null);
  anchor.current ??= cardAnchor(taskKey);
  const task = query.data;

  return (
    <Popover.Root open onOpenChange={(isOpen) => !isOpen && closeQuickEdit()}>
      <Popover.Anchor virtualRef={anchor as RefObject<{ getBoundingClientRect: () => DOMRect }>} />
      <Popover.Portal>
        <Popover.Content
          aria-label={`Edit ${taskKey}`}
          align="start"
          side="bottom"
          sideOffset={-24}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            document.querySelector<HTMLElement>(`[data-card="${CSS.escape(taskKey)}"] a`)?.focus();
          }}
          className="animate-enter z-40 w-[min(24rem,calc(100vw-1rem))] rounded-lg border border-line bg-raised p-3 shadow-high outline-none"
        >
          {!task && !query.error && <SkeletonLines count={4} />}
          {!task && query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
          {task && isFinal(task.status) && <p>{taskKey} has ended: nothing changes it any more.</p>}
          {task && !isFinal(task.status) && <QuickEditForm task={task} slug={slug} onClose={closeQuickEdit} />}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Where the card is; where it was last when it is not drawn any more; else the middle of the screen. */
function cardAnchor(key: string) {
  let last = new DOMRect(innerWidth / 2 - 150, innerHeight / 4, 300, 0);
  return {
    getBoundingClientRect: () => {
      const card = document.querySelector(`[data-card="${CSS.escape(key)}"]`);
      if (card) last = card.getBoundingClientRect();
      return last;
    },
  };
}
