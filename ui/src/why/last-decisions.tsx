import type { RecordedDecisionView } from '../../../operations/schemas/policy.ts';
import { Ago } from '../controls/time.tsx';
import { Payload } from '../inbox/payload.tsx';
import { DecisionDetails } from '../policies/decision-details.tsx';
import { Who } from '../task/who.tsx';

/** What was really asked of the policy for a task, newest first. */
export function LastDecisions({ decisions }: { readonly decisions: readonly RecordedDecisionView[] }) {
  if (decisions.length === 0) {
    return <p className="text-[13px] text-ink-soft">No agent has asked for anything that a policy decides on yet.</p>;
  }
  return (
    <ol aria-label="Last decisions" className="flex flex-col gap-3">
      {decisions.map((decision) => (
        <li key={decision.id} className="flex flex-col gap-2 rounded-md border border-line px-3 py-2">
          <p className="flex flex-wrap items-center gap-2 text-[13px]">
            <strong className="font-semibold">{titleOf(decision.action)}</strong>
            <Who actor={decision.actor} />
            <Ago at={decision.at} className="ml-auto text-xs text-ink-faint" />
          </p>
          <Payload payload={argumentsOf(decision.action)} />
          <DecisionDetails decision={decision} />
        </li>
      ))}
    </ol>
  );
}

type Action = RecordedDecisionView['action'];

const titleOf = ({ kind, tool, to }: Action): string => {
  if (typeof tool === 'string') return tool;
  const words = String(kind).toLowerCase().replaceAll('_', ' ');
  return typeof to === 'string' ? `${words} to ${to}` : words;
};

const argumentsOf = ({ arguments: given }: Action): Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
