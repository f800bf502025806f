import { OctagonAlert } from 'lucide-react';
import { useState } from 'react';
import type { ReviewView } from '../../../operations/schemas/review.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { Markdown } from '../controls/markdown.tsx';
import { Ago } from '../controls/time.tsx';
import { Who } from '../task/who.tsx';
import { ChangedFiles } from './changed-files.tsx';
import { RespondDialog } from './respond-dialog.tsx';
import { REVIEW_LABELS, REVIEW_STATUS_LABELS, REVIEW_TONES, SEVERITY_LABELS } from './review-words.ts';

interface ReviewItemProps {
  readonly review: ReviewView;
  readonly mayRespond: boolean;
}

/** What somebody says about the work, and what the authors say to it. */
export function ReviewItem({ review, mayRespond }: ReviewItemProps) {
  const { id, verdict, reviewer, status, at, response, blocksCompletion } = review;
  const [answer, setAnswer] = useState<'ACCEPT' | 'REJECT'>();
  return (
    <article aria-label={`${REVIEW_LABELS[verdict.kind]} ${id}`} className="rounded-lg border border-line p-3">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1 text-[13px]">
        <Badge tone={REVIEW_TONES[verdict.kind]}>{headline(verdict)}</Badge>
        <Who actor={reviewer} />
        <Ago at={at} className="text-xs text-ink-faint" />
        <span className="flex-1" />
        <span className="text-xs text-ink-soft">{REVIEW_STATUS_LABELS[status]}</span>
      </header>
      {verdict.comment !== '' && (
        <div className="mt-2">
          <Markdown>{verdict.comment}</Markdown>
        </div>
      )}
      {verdict.kind === 'CHANGESET' && <ChangedFiles files={verdict.files} />}
      {blocksCompletion && (
        <p className="mt-2 flex items-center gap-1.5 text-[13px] text-bad">
          <OctagonAlert size={14} aria-hidden className="shrink-0" /> Keeps the task from Done until it is answered.
        </p>
      )}
      {response && (
        <div className="mt-2 border-l-2 border-line pl-3">
          <p className="flex flex-wrap items-center gap-x-2 text-[13px]">
            <Who actor={response.by} /> {response.status === 'ACCEPTED' ? 'accepted it' : 'rejected it'}
            <Ago at={response.at} className="text-xs text-ink-faint" />
          </p>
          <Markdown>{response.comment}</Markdown>
        </div>
      )}
      {status === 'PENDING' && mayRespond && (
        <div className="mt-3 flex gap-2 max-md:[&>button]:flex-1">
          <Button size="small" look="good" onClick={() => setAnswer('ACCEPT')}>
            Accept
          </Button>
          <Button size="small" look="danger" onClick={() => setAnswer('REJECT')}>
            Reject
          </Button>
        </div>
      )}
      {answer && <RespondDialog review={review} answer={answer} onClose={() => setAnswer(undefined)} />}
    </article>
  );
}

function headline(verdict: ReviewView['verdict']): string {
  switch (verdict.kind) {
    case 'PRAISE':
      return `Praise, ${verdict.score} of 10`;
    case 'REFUTE':
      return `Refuted, ${SEVERITY_LABELS[verdict.severity]}`;
    case 'CHANGESET':
      return `Changes to ${verdict.files.length} ${verdict.files.length === 1 ? 'file' : 'files'}`;
    case 'APPROVE':
      return 'Approved';
  }
}
