import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { AGENT_ROLES } from '../../../domain/actor.ts';
import type { PolicyDecisionView, evaluateSchema } from '../../../operations/schemas/policy.ts';
import type { MemberView } from '../../../operations/schemas/project.ts';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Field, Select } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { actionFrom, NEW_ACTION, TRY_LABELS } from './action-draft.ts';
import { ActionFields } from './action-form.tsx';
import { DecisionDetails } from './decision-details.tsx';

type EvaluateInput = (typeof evaluateSchema)['_zod']['input'];

interface Tried {
  readonly id: number;
  readonly what: string;
  readonly decision: PolicyDecisionView;
}

const TRIES_KEPT = 5;

interface PolicyTryOutProps {
  readonly slug: string;
  readonly agents: readonly MemberView[];
}

/** Asks what an agent would get, and keeps the last answers to compare. */
export function PolicyTryOut({ slug, agents }: PolicyTryOutProps) {
  const [who, setWho] = useState('SPECIALIST');
  const [draft, setDraft] = useState(NEW_ACTION);
  const [problem, setProblem] = useState<string>();
  const [tried, setTried] = useState<readonly Tried[]>([]);
  const evaluation = useMutation({
    mutationFn: (body: EvaluateInput) => post<PolicyDecisionView>('/policies/evaluate', body),
    onSuccess: (decision) => {
      const what = draft.what === 'SHELL' ? draft.command : draft.what === 'TOOL' ? draft.tool : TRY_LABELS[draft.what];
      setTried([{ id: (tried[0]?.id ?? 0) + 1, what, decision }, ...tried].slice(0, TRIES_KEPT));
    },
  });
  const ask = () => {
    const asked = actionFrom(draft);
    setProblem('problem' in asked ? asked.problem : undefined);
    if ('problem' in asked) return;
    const role = AGENT_ROLES.find((candidate) => candidate === who);
    evaluation.mutate({ project: slug, action: asked.action, ...(role ? { role } : { agent: who }) });
  };
  return (
    <form className="flex flex-col gap-3" aria-label="Try out" onSubmit={(event) => (event.preventDefault(), ask())}>
      <Field label="Who">
        {(control) => (
          <Select {...control} value={who} onChange={({ target }) => setWho(target.value)}>
            {AGENT_ROLES.map((role) => (
              <option key={role} value={role}>
                Any {role}
              </option>
            ))}
            {agents.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ActionFields draft={draft} onChange={setDraft} />
      {problem !== undefined && (
        <p role="alert" className="text-[13px] text-bad">
          {problem}
        </p>
      )}
      <FormError error={evaluation.error} />
      <div className="flex justify-end max-md:[&>button]:flex-1">
        <Button look="primary" type="submit" isBusy={evaluation.isPending}>
          What would it get?
        </Button>
      </div>
      {tried.length > 0 && (
        <ol aria-label="Answers" aria-live="polite" className="flex flex-col gap-3 border-t border-line pt-3">
          {tried.map(({ id, what, decision }) => (
            <li key={id}>
              <code className="mb-1 block text-xs break-all">{what}</code>
              <DecisionDetails decision={decision} />
            </li>
          ))}
        </ol>
      )}
    </form>
  );
}
