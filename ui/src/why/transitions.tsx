import { Ban, CircleCheck, CircleDashed } from 'lucide-react';
import type { WhyView } from '../../../operations/schemas/why.ts';
import { STATUS_LABELS } from '../board/words.ts';
import { DecisionDetails } from '../policies/decision-details.tsx';

type Transition = WhyView['transitions'][number];

const STATES = {
  open: { Icon: CircleCheck, look: 'text-good', words: 'can be done now' },
  missing: { Icon: CircleDashed, look: 'text-warn', words: 'still needs' },
  closed: { Icon: Ban, look: 'text-ink-faint', words: 'is for others' },
} as const;

/** Every way out of the status: who takes it, and what it still needs. */
export function Transitions({ transitions }: { readonly transitions: readonly Transition[] }) {
  if (transitions.length === 0) return <p className="text-[13px] text-ink-soft">Nothing leaves this status.</p>;
  return (
    <ul aria-label="Transitions" className="flex flex-col gap-2">
      {transitions.map((transition) => (
        <TransitionItem key={transition.to} transition={transition} />
      ))}
    </ul>
  );
}

function TransitionItem({ transition }: { readonly transition: Transition }) {
  const { to, mayMove, movers, needs, policy } = transition;
  const { Icon, look, words } = STATES[!mayMove ? 'closed' : needs.length > 0 ? 'missing' : 'open'];
  return (
    <li className="rounded-md border border-line px-3 py-2 text-[13px]">
      <p className="flex flex-wrap items-center gap-1.5">
        <Icon size={14} aria-hidden className={look} />
        <strong className="font-semibold">{STATUS_LABELS[to]}</strong>
        <span className="text-ink-soft">{words}</span>
        <span className="ml-auto text-xs text-ink-faint">by {movers.map(moverInWords).join(', ')}</span>
      </p>
      {needs.length > 0 && (
        <ul className="mt-1 list-disc pl-9 text-ink-soft">
          {needs.map(({ path, message }) => (
            <li key={`${path} ${message}`}>{message}</li>
          ))}
        </ul>
      )}
      {policy && policy.decision !== 'ALLOW' && (
        <div className="mt-2 border-t border-line pt-2">
          <DecisionDetails decision={policy} />
        </div>
      )}
    </li>
  );
}

const MOVERS: Readonly<Record<string, string>> = {
  ASSIGNED_AGENT: 'agents at work on it',
  REVIEWING_AGENT: 'its reviewer',
  REVIEWING_LEAD: 'a LEAD that reviews it',
  HUMAN: 'people',
  SYSTEM: 'Mission Control',
};

const moverInWords = (mover: string): string => MOVERS[mover] ?? mover;
