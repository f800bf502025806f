import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SimulationView, simulateSchema } from '../../../operations/schemas/why.ts';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { FormError } from '../controls/form-error.tsx';
import { actionFrom, NEW_ACTION } from '../policies/action-draft.ts';
import { ActionFields } from '../policies/action-form.tsx';
import { DecisionDetails } from '../policies/decision-details.tsx';

type SimulateInput = (typeof simulateSchema)['_zod']['input'];

interface TryOutProps {
  readonly taskKey: string;
  /** "AGENT:<id>"; whoever is signed in when undefined. */
  readonly actor: string | undefined;
}

/** Asks what would happen, without doing it. */
export function TryOut({ taskKey, actor }: TryOutProps) {
  const [draft, setDraft] = useState(NEW_ACTION);
  const [problem, setProblem] = useState<string>();
  const simulation = useMutation({
    mutationFn: (body: SimulateInput) => post<SimulationView>(`/tasks/${taskKey}/simulate`, body),
  });
  const ask = () => {
    const asked = actionFrom(draft);
    setProblem('problem' in asked ? asked.problem : undefined);
    if ('problem' in asked) return;
    simulation.mutate({ action: asked.action, ...(actor !== undefined && { actor: actorId(actor) }) });
  };
  return (
    <form aria-label="Try out" className="flex flex-col gap-3" onSubmit={(event) => (event.preventDefault(), ask())}>
      <ActionFields draft={draft} onChange={setDraft} />
      {problem !== undefined && (
        <p role="alert" className="text-[13px] text-bad">
          {problem}
        </p>
      )}
      <FormError error={simulation.error} />
      <div className="flex justify-end max-md:[&>button]:flex-1">
        <Button type="submit" isBusy={simulation.isPending}>
          What would happen?
        </Button>
      </div>
      {simulation.data && <Answer simulation={simulation.data} />}
    </form>
  );
}

function Answer({ simulation: { wouldHappen, policy, refusal } }: { readonly simulation: SimulationView }) {
  return (
    <output className="flex flex-col gap-2 rounded-md border border-line px-3 py-2 text-[13px]">
      <strong className="font-semibold">
        {wouldHappen ? 'It would happen at once.' : 'It would not happen at once.'}
      </strong>
      {policy && <DecisionDetails decision={policy} />}
      {refusal && (
        <div>
          <p>{refusal.message}</p>
          <ul className="list-disc pl-5 text-ink-soft">
            {refusal.errors.map(({ path, message }) => (
              <li key={`${path} ${message}`}>{message}</li>
            ))}
          </ul>
        </div>
      )}
    </output>
  );
}

const actorId = (actor: string): NonNullable<SimulateInput['actor']> => ({
  kind: actor.startsWith('AGENT:') ? 'AGENT' : 'HUMAN',
  id: actor.slice(actor.indexOf(':') + 1),
});
