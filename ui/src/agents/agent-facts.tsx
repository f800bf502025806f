import type { ReactNode } from 'react';
import { UNITS, type Unit } from '../../../domain/budget/amounts.ts';
import type { AgentDetailView } from '../../../operations/schemas/agent.ts';
import { EXECUTOR_LABELS, TYPE_LABELS } from '../board/words.ts';
import { Badge } from '../controls/badge.tsx';
import { Ago } from '../controls/time.tsx';
import { amountInWords } from '../costs/amount-words.ts';
import { Heartbeat } from './agent-status.tsx';
import { ROLE_LABELS } from './agent-words.ts';

type Limit = { readonly [U in Unit]?: number | undefined };

/** Everything that people have decided about an agent. */
export function AgentFacts({ agent }: { readonly agent: AgentDetailView }) {
  const { role, executor, limits, ownLimits, allowedTypes, allowedTools, lastError } = agent;
  return (
    <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1.5 text-[13px]">
      <Fact name="Role">{ROLE_LABELS[role]}</Fact>
      <Fact name="Executor">{executor === undefined ? 'Any' : EXECUTOR_LABELS[executor]}</Fact>
      <Fact name="Limit per day">{limitInWords(limits.perDay)}</Fact>
      <Fact name="Limit per run">{limitInWords(limits.perRun)}</Fact>
      <Fact name="Limits from">{ownLimits ? 'its own where they differ from its role' : 'its role'}</Fact>
      <Fact name="Task types">
        <Words words={allowedTypes.map((type) => TYPE_LABELS[type])} none="all" />
      </Fact>
      <Fact name="Tools">
        <Words words={allowedTools} none="all that the policy lets its role use" />
      </Fact>
      <Fact name="At once">{agent.concurrencyLimit === 1 ? '1 task' : `${agent.concurrencyLimit} tasks`}</Fact>
      <Fact name="Heartbeat">
        <Heartbeat agent={agent} />, offline after {agent.heartbeatTimeoutSeconds} s of silence
      </Fact>
      {lastError !== undefined && lastError !== '' && (
        <Fact name="Last error">
          <span className="break-words text-bad">{lastError}</span>
        </Fact>
      )}
      <Fact name="Registered">
        <Ago at={agent.createdAt} />
      </Fact>
    </dl>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-ink-faint">{name}</dt>
    <dd className="min-w-0">{children}</dd>
  </>
);

const Words = ({ words, none }: { readonly words: readonly string[]; readonly none: string }) =>
  words.length === 0 ? (
    none
  ) : (
    <span className="flex flex-wrap gap-1">
      {words.map((word) => (
        <Badge key={word}>{word}</Badge>
      ))}
    </span>
  );

const limitInWords = (limit: Limit = {}): string =>
  UNITS.flatMap((unit) => {
    const amount = limit[unit];
    return amount === undefined ? [] : [`${amountInWords[unit](amount)}${unit === 'tokens' ? ' tokens' : ''}`];
  }).join(' · ') || 'none';
