import { ArrowRight, Check, Circle } from 'lucide-react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { StatusMark } from '../board/status-mark.tsx';
import { STATUS_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { useMove } from '../moves/move-provider.tsx';
import { Section } from './section.tsx';

/** Moves that end or stop the work are in the status menu; here is what carries it on. */
const ASIDE = new Set(['CANCELED', 'BLOCKED', 'INBOX']);

/** What comes next: every way forward with what it still needs. */
export function NextSteps({ task }: { readonly task: TaskView }) {
  const move = useMove();
  const forward = task.allowedTransitions.filter(({ to }) => !ASIDE.has(to));
  if (forward.length === 0) return <Waiting task={task} />;
  return (
    <Section title="What comes next">
      <ul className="flex flex-col gap-1">
        {forward.map(({ to, needs }) => (
          <li key={to} className="flex items-start gap-2.5 rounded-md border border-line px-3 py-2">
            <div className="min-w-0 flex-1">
              <p className="flex items-center gap-2 font-medium">
                <StatusMark status={to} /> {STATUS_LABELS[to]}
              </p>
              <ul className="mt-0.5 text-[13px]">
                {needs.map(({ path, message }) => (
                  <li key={path} className="flex items-center gap-1.5 text-ink-soft">
                    <Circle size={9} className="shrink-0" aria-hidden /> {message}
                  </li>
                ))}
                {needs.length === 0 && (
                  <li className="flex items-center gap-1.5 text-good">
                    <Check size={13} className="shrink-0" aria-hidden /> nothing is missing
                  </li>
                )}
              </ul>
            </div>
            <Button
              size="small"
              look={needs.length === 0 ? 'primary' : 'plain'}
              onClick={() => void move(task.key, to)}
              aria-label={`${verbOf(task, to)}: move to ${STATUS_LABELS[to]}`}
            >
              {verbOf(task, to)} <ArrowRight size={13} aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const VERBS: Readonly<Record<string, string>> = {
  'INBOX ASSIGNED': 'Assign',
  'ASSIGNED IN_PROGRESS': 'Start',
  'IN_PROGRESS REVIEW': 'Submit',
  'IN_PROGRESS ASSIGNED': 'Put back',
  'REVIEW DONE': 'Accept',
  'REVIEW IN_PROGRESS': 'Send back',
  'BLOCKED ASSIGNED': 'Unblock',
  'BLOCKED IN_PROGRESS': 'Unblock and resume',
};

const verbOf = ({ status }: TaskView, to: string): string => VERBS[`${status} ${to}`] ?? 'Move';

function Waiting({ task }: { readonly task: TaskView }) {
  if (task.status !== 'NEEDS_APPROVAL') return null;
  const open = task.openApprovals.map(({ action }) => action).join(', ');
  return (
    <Section title="What comes next">
      <p className="text-[13px] text-ink-soft">
        Waits for a decision{open !== '' && ` on ${open}`}. When it is approved, the task goes on by itself
        {task.returnTo && ` in ${STATUS_LABELS[task.returnTo]}`}.
      </p>
    </Section>
  );
}
