import { ArrowRight } from 'lucide-react';
import { formatDollars } from '../../../domain/money.ts';
import type { HeldCommand } from '../../../domain/task/state.ts';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { EXECUTOR_LABELS, STATUS_LABELS, TYPE_LABELS } from '../board/words.ts';
import { StatusMark } from '../board/status-mark.tsx';
import { Markdown } from '../controls/markdown.tsx';
import { DeliverableContent } from '../task/deliverable-section.tsx';

/** What Mission Control does by itself once it is approved. */
export function Held({ held }: { readonly held: NonNullable<ApprovalView['held']> }) {
  return (
    <section aria-label="What approving does" className="rounded-md border border-line px-3 py-2 text-[13px]">
      <HeldCommandView command={held as unknown as HeldCommand} />
    </section>
  );
}

function HeldCommandView({ command }: { readonly command: HeldCommand }) {
  switch (command.name) {
    case 'transition':
      return (
        <>
          <p className="flex flex-wrap items-center gap-1.5">
            Approving moves the task <ArrowRight size={13} aria-hidden /> <StatusMark status={command.to} />
            <strong className="font-semibold">{STATUS_LABELS[command.to]}</strong>
          </p>
          {(command.feedback ?? command.reason) !== undefined && (
            <div className="mt-1 border-l-2 border-line pl-2 text-ink-soft">
              <Markdown>{command.feedback ?? command.reason ?? ''}</Markdown>
            </div>
          )}
        </>
      );
    case 'submit':
      return (
        <>
          <p className="mb-1.5">Approving hands in this deliverable:</p>
          <DeliverableContent deliverable={command.deliverable} />
        </>
      );
    case 'dispatch':
      return (
        <p>
          Approving lets <strong className="font-semibold">{EXECUTOR_LABELS[command.route.executor]}</strong> begin
          another run.
        </p>
      );
    case 'spawn': {
      const { title, type, description, budgetMicros } = command.task;
      return (
        <>
          <p>
            Approving creates the sub-task <strong className="font-semibold break-words">{title}</strong> (
            {TYPE_LABELS[type]}
            {budgetMicros !== undefined && `, budget ${formatDollars(budgetMicros)}`})
          </p>
          {description !== '' && (
            <div className="mt-1 border-l-2 border-line pl-2 text-ink-soft">
              <Markdown>{description}</Markdown>
            </div>
          )}
        </>
      );
    }
  }
}
