import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { membersQuery } from '../api/queries.ts';
import { Field, Select } from '../controls/field.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Section } from '../task/section.tsx';
import { LastDecisions } from './last-decisions.tsx';
import { TimedText } from './timed-text.tsx';
import { Transitions } from './transitions.tsx';
import { TryOut } from './try-out.tsx';
import { whyQuery } from './why-query.ts';

/** Why a task stands where it does, and what somebody could do about it. */
export default function WhyTab({ task }: { readonly task: TaskView }) {
  const [actor, setActor] = useState<string>();
  const why = useQuery(whyQuery(task.key, actor));
  const members = useQuery(membersQuery(task.projectId)).data?.items ?? [];
  const agents = members.filter(({ kind }) => kind === 'AGENT');
  if (why.isPending) return <SkeletonLines count={6} />;
  if (why.error && !why.data) return <Failure error={why.error} onRetry={() => void why.refetch()} />;
  const { waitsFor, transitions, lastDecisions } = why.data;
  return (
    <>
      <Section title="What it waits for">
        {waitsFor.length === 0 ? (
          <p className="text-[13px] text-ink-soft">Nothing: it is up to whoever works on it.</p>
        ) : (
          <ul className="list-disc pl-5 text-[13px]">
            {waitsFor.map((reason) => (
              <li key={reason}>
                <TimedText>{reason}</TimedText>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title="What could happen next">
        <Field label="As seen by" className="mb-3 max-w-60">
          {(control) => (
            <Select
              {...control}
              value={actor ?? ''}
              onChange={({ target }) => setActor(target.value === '' ? undefined : target.value)}
            >
              <option value="">Me</option>
              {agents.map(({ id, name }) => (
                <option key={id} value={`AGENT:${id}`}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Transitions transitions={transitions} />
      </Section>
      <Section title="Try it out">
        <TryOut taskKey={task.key} actor={actor} />
      </Section>
      <Section title="Last decisions of the policy">
        <LastDecisions decisions={lastDecisions} />
      </Section>
    </>
  );
}
