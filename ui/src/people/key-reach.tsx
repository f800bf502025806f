import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { HUMAN_ROLES } from '../../../domain/actor.ts';
import { EXECUTOR_TYPES } from '../../../domain/task/vocabulary.ts';
import { membersQuery, projectsQuery } from '../api/queries.ts';
import { EXECUTOR_LABELS } from '../board/words.ts';
import { Choice } from '../controls/choice.tsx';
import { Field, Select } from '../controls/field.tsx';
import { CheckList } from './check-list.tsx';
import type { NewKey } from './new-key.ts';
import { ROLE_LABELS, ROLE_MEANINGS } from './role-words.ts';

interface KeyReachProps {
  readonly draft: NewKey;
  readonly project: string | undefined;
  readonly error: (...paths: string[]) => string | undefined;
  readonly onChange: (part: Partial<NewKey>) => void;
}

/** As whom a key acts, and where. */
export function KeyReach({ draft, project, error, onChange }: KeyReachProps) {
  if (draft.kind === 'PERSONAL') return null;
  if (draft.kind === 'AGENT') return <AgentChoice {...{ draft, project, error, onChange }} />;
  return (
    <>
      {draft.kind === 'SERVICE' && (
        <Field label="Role" hint={ROLE_MEANINGS[draft.role]} error={error('role')}>
          {(control) => (
            <Choice
              {...control}
              values={HUMAN_ROLES}
              labels={ROLE_LABELS}
              value={draft.role}
              onChoose={(role) => role && onChange({ role })}
            />
          )}
        </Field>
      )}
      {draft.kind === 'EXECUTOR' && (
        <CheckList
          label="Types of work"
          hint="None chosen: every type."
          options={EXECUTOR_TYPES.filter((type) => type !== 'MANUAL').map((value) => ({
            value,
            label: EXECUTOR_LABELS[value],
          }))}
          chosen={draft.executorTypes}
          onChange={(executorTypes) => onChange({ executorTypes })}
        />
      )}
      {project === undefined && <ProjectChoice draft={draft} onChange={onChange} />}
    </>
  );
}

function ProjectChoice({ draft, onChange }: Pick<KeyReachProps, 'draft' | 'onChange'>) {
  const projects = useQuery(projectsQuery).data?.items ?? [];
  return (
    <CheckList
      label="Projects"
      hint="None chosen: all of them, also those to come."
      options={projects.map(({ slug, name }) => ({ value: slug, label: name }))}
      chosen={draft.projects}
      onChange={(chosen) => onChange({ projects: chosen })}
    />
  );
}

function AgentChoice({ draft, project, error, onChange }: KeyReachProps) {
  const projects = useQuery(projectsQuery).data?.items ?? [];
  const [chosen, setChosen] = useState(project);
  const slug = chosen ?? projects[0]?.slug;
  const members = useQuery({ ...membersQuery(slug ?? ''), enabled: slug !== undefined }).data?.items ?? [];
  const agents = members.filter(({ kind }) => kind === 'AGENT');
  return (
    <div className="grid gap-3 md:grid-cols-2">
      {project === undefined && (
        <Field label="Project">
          {(control) => (
            <Select
              {...control}
              value={slug ?? ''}
              onChange={({ target }) => {
                setChosen(target.value);
                onChange({ agentId: '' });
              }}
            >
              {projects.map(({ slug: value, name }) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field
        label="Agent"
        error={error('agentId')}
        {...(agents.length === 0 && { hint: 'This project has no agents yet.' })}
      >
        {(control) => (
          <Select {...control} value={draft.agentId} onChange={({ target }) => onChange({ agentId: target.value })}>
            <option value="">Choose an agent</option>
            {agents.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}
