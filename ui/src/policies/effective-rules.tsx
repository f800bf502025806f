import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { TASK_TYPES, type TaskType } from '../../../domain/task/vocabulary.ts';
import type { MemberView } from '../../../operations/schemas/project.ts';
import { TYPE_LABELS } from '../board/words.ts';
import { Choice } from '../controls/choice.tsx';
import { Field, Select } from '../controls/field.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Panel } from '../people/panel.tsx';
import { effectivePolicyQuery } from './policy-queries.ts';
import { RuleLine } from './rule-line.tsx';
import { idOfVersion, versionInWords } from './scope-words.ts';

interface EffectiveRulesProps {
  readonly slug: string;
  readonly agents: readonly MemberView[];
  readonly agentName: (id: string) => string;
  /** Shows the version that says something. */
  readonly onShow: (id: string) => void;
}

/** All rules that hold, one line for each thing they say, and where each comes from. */
export function EffectiveRules({ slug, agents, agentName, onShow }: EffectiveRulesProps) {
  const [taskType, setTaskType] = useState<TaskType>();
  const [agent, setAgent] = useState<string>();
  const policy = useQuery({
    ...effectivePolicyQuery({ project: slug, taskType, agent }),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel title="What holds now">
      <div className="mb-4 flex flex-wrap gap-3">
        <Field label="For tasks of the type" className="min-w-40 flex-1">
          {(control) => (
            <Choice
              {...control}
              values={TASK_TYPES}
              labels={TYPE_LABELS}
              value={taskType}
              none="Any"
              onChoose={setTaskType}
            />
          )}
        </Field>
        <Field label="For the agent" className="min-w-40 flex-1">
          {(control) => (
            <Select
              {...control}
              value={agent ?? ''}
              onChange={({ target }) => setAgent(target.value === '' ? undefined : target.value)}
            >
              <option value="">Any</option>
              {agents.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {policy.isPending && <SkeletonLines count={8} />}
      {policy.error && !policy.data && <Failure error={policy.error} onRetry={() => void policy.refetch()} />}
      <dl className="divide-y divide-line">
        {policy.data?.fields.map(({ field, title, lines, origin }) => (
          <div key={field} className="grid gap-x-4 gap-y-1 py-2 sm:grid-cols-[12rem_1fr]">
            <dt className="text-[13px] font-medium">
              {title}
              {origin.version === 0 ? (
                <span className="block text-xs font-normal text-ink-faint">{versionInWords(origin)}</span>
              ) : (
                <button
                  type="button"
                  onClick={() => onShow(idOfVersion(origin))}
                  className="block text-left text-xs font-normal text-accent-text underline max-md:min-h-8"
                >
                  {versionInWords(origin, agentName)}
                </button>
              )}
            </dt>
            <dd className="min-w-0 text-[13px]">
              <ul className="flex flex-wrap gap-1">
                {lines.map((line) => (
                  <li key={line} className="max-w-full rounded bg-sunken px-1.5 py-px break-words">
                    <RuleLine line={line} />
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
