import { TASK_TYPES } from '../../../domain/task/vocabulary.ts';
import type { MemberView } from '../../../operations/schemas/project.ts';
import { TYPE_LABELS } from '../board/words.ts';
import { Choice } from '../controls/choice.tsx';
import { Field, Select } from '../controls/field.tsx';
import { useIsAdmin } from '../shell/actor.ts';
import type { PolicyDraft } from './policy-draft.ts';

const SCOPE_LABELS: Readonly<Record<PolicyDraft['scope'], string>> = {
  GLOBAL: 'Every project',
  PROJECT: 'This project',
  TASK_TYPE: 'Tasks of a type',
  AGENT: 'One agent',
};

interface ScopeFieldsProps {
  readonly draft: PolicyDraft;
  readonly agents: readonly MemberView[];
  readonly onChange: (draft: PolicyDraft) => void;
}

/** For whom a policy holds. */
export function ScopeFields({ draft, agents, onChange }: ScopeFieldsProps) {
  const isAdmin = useIsAdmin();
  const scopes = (Object.keys(SCOPE_LABELS) as PolicyDraft['scope'][]).filter((scope) => scope !== 'GLOBAL' || isAdmin);
  return (
    <div className="flex flex-wrap gap-3">
      <Field label="Holds for" className="min-w-40 flex-1">
        {(control) => (
          <Choice
            {...control}
            values={scopes}
            labels={SCOPE_LABELS}
            value={draft.scope}
            onChoose={(scope) => scope && onChange({ ...draft, scope })}
          />
        )}
      </Field>
      {draft.scope === 'TASK_TYPE' && (
        <Field label="Type" className="min-w-40 flex-1">
          {(control) => (
            <Choice
              {...control}
              values={TASK_TYPES}
              labels={TYPE_LABELS}
              value={draft.taskType}
              onChoose={(taskType) => taskType && onChange({ ...draft, taskType })}
            />
          )}
        </Field>
      )}
      {draft.scope === 'AGENT' && (
        <Field label="Agent" className="min-w-40 flex-1">
          {(control) => (
            <Select
              {...control}
              value={draft.agentId}
              onChange={({ target }) => onChange({ ...draft, agentId: target.value })}
            >
              <option value="">Choose one</option>
              {agents.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
    </div>
  );
}
