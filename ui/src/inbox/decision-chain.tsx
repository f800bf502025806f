import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { Button } from '../controls/button.tsx';
import { classNames } from '../controls/class-names.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Ago } from '../controls/time.tsx';
import { Who } from '../task/who.tsx';
import { chainQuery } from './approval-queries.ts';

/** Everything that happened to a request, for whoever wants to know. */
export function DecisionChain({ approval }: { readonly approval: ApprovalView }) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <div className="mt-1.5">
      <Button
        look="quiet"
        size="small"
        className="-ml-2"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        <ChevronRight size={13} aria-hidden className={classNames('transition-transform', isOpen && 'rotate-90')} />
        Decision chain
      </Button>
      <div id={id}>{isOpen && <Steps approval={approval} />}</div>
    </div>
  );
}

function Steps({ approval }: { readonly approval: ApprovalView }) {
  const query = useQuery(chainQuery(approval));
  if (query.error) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines count={3} />;
  return (
    <ol aria-label={`Decision chain of ${approval.id}`} className="ml-1 border-l border-line text-[13px]">
      {query.data.steps.map(({ seq, at, actor, text }) => (
        <li key={seq} className="py-1 pl-3 break-words">
          <Who actor={actor} /> {text} <Ago at={at} className="text-xs text-ink-faint" />
        </li>
      ))}
    </ol>
  );
}
