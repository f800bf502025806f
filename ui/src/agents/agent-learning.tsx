import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { durationInWords } from '../../../domain/duration.ts';
import { patternInWords } from '../../../domain/learning/patterns.ts';
import { formatDollars } from '../../../domain/money.ts';
import type { AgentPerformanceView } from '../../../operations/schemas/analytics.ts';
import { EXECUTOR_LABELS, TYPE_LABELS } from '../board/words.ts';
import { Bar } from '../controls/bar.tsx';
import { Button } from '../controls/button.tsx';
import { Failure, Skeleton } from '../controls/states.tsx';
import { Ago } from '../controls/time.tsx';
import { useActor } from '../shell/actor.ts';
import { Section } from '../task/section.tsx';
import { agentPerformanceQuery } from './agent-queries.ts';

const ResetDialog = lazy(() => import('./reset-learning-dialog.tsx'));

type Learned = AgentPerformanceView['items'][number];
type Evidence = Learned['evidence'][number];

interface AgentLearningProps {
  readonly slug: string;
  readonly agent: { readonly id: string; readonly name: string };
}

/** What was learned of an agent, and from which tasks. */
export function AgentLearning({ slug, agent }: AgentLearningProps) {
  const actor = useActor();
  const learned = useQuery(agentPerformanceQuery(agent.id));
  const [isResetting, setIsResetting] = useState(false);
  const items = learned.data?.items ?? [];
  const mayReset = actor.kind === 'HUMAN' && actor.role === 'ADMIN' && items.length > 0;
  return (
    <Section
      title="How it does"
      action={
        mayReset && (
          <Button look="quiet" size="small" onClick={() => setIsResetting(true)}>
            Forget…
          </Button>
        )
      }
    >
      {learned.isPending && <Skeleton className="h-16" />}
      {learned.error && !learned.data && <Failure error={learned.error} onRetry={() => void learned.refetch()} />}
      {learned.isSuccess && items.length === 0 && (
        <p className="text-[13px] text-ink-faint">Nothing is learned yet: no task that it had has ended.</p>
      )}
      {learned.data?.learnFrom !== undefined && (
        <p className="mb-2 text-xs text-ink-faint">
          Forgotten <Ago at={learned.data.learnFrom} />: what ended before does not count.
        </p>
      )}
      <ul className="flex flex-col gap-4">
        {items.map((item) => (
          <li key={`${item.type} ${item.executor}`}>
            <LearnedItem slug={slug} item={item} />
          </li>
        ))}
      </ul>
      <Suspense>{isResetting && <ResetDialog agent={agent} onClose={() => setIsResetting(false)} />}</Suspense>
    </Section>
  );
}

function LearnedItem({ slug, item }: { readonly slug: string; readonly item: Learned }) {
  const { type, executor, finished, succeeded, successRate, patterns } = item;
  const title = `${TYPE_LABELS[type]}, ${executor === 'DIRECT' ? 'without an executor' : EXECUTOR_LABELS[executor]}`;
  return (
    <article aria-label={title} className="text-[13px]">
      <h4 className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 font-medium">{title}</span>
        <span className="whitespace-nowrap tabular-nums">
          {successRate === undefined ? 'not enough data' : `${succeeded} of ${finished} succeeded`}
        </span>
      </h4>
      {successRate !== undefined && (
        <Bar label={`${title}: succeeded`} percent={successRate * 100} colour="bg-good" className="mt-1 h-1.5" />
      )}
      <p className="mt-0.5 text-xs text-ink-faint tabular-nums">{factsOf(item).join(' · ')}</p>
      <EvidenceLinks slug={slug} evidence={item.evidence} />
      {patterns.length > 0 && (
        <table className="mt-1.5 w-full tabular-nums">
          <caption className="pb-0.5 text-left text-xs text-ink-faint">What its tasks have in common</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Pattern</th>
              <th scope="col">Succeeded</th>
              <th scope="col">Tasks</th>
            </tr>
          </thead>
          <tbody>
            {patterns.map((pattern) => (
              <tr key={`${pattern.kind} ${pattern.value}`} className="border-t border-line align-baseline">
                <th scope="row" className="py-1 text-left font-normal break-words">
                  {patternInWords(pattern)}
                </th>
                <td className="px-2 py-1 text-right whitespace-nowrap">
                  {pattern.succeeded} of {pattern.finished}
                </td>
                <td className="py-1 text-right">
                  <EvidenceLinks slug={slug} evidence={pattern.evidence.slice(0, 3)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </article>
  );
}

const EvidenceLinks = ({ slug, evidence }: { readonly slug: string; readonly evidence: readonly Evidence[] }) => (
  <span className="flex flex-wrap gap-x-2 gap-y-0.5 text-xs">
    {evidence.map(({ taskKey, succeeded }) => (
      <Link
        key={taskKey}
        to="/p/$project/t/$key"
        params={{ project: slug, key: taskKey }}
        className={`underline-offset-2 hover:underline ${succeeded ? 'text-accent-text' : 'text-bad'}`}
        title={succeeded ? 'succeeded' : 'did not succeed'}
      >
        {taskKey}
        {!succeeded && <span className="sr-only"> (did not succeed)</span>}
        {!succeeded && <span aria-hidden> ✗</span>}
      </Link>
    ))}
  </span>
);

function factsOf(item: Learned): string[] {
  const { finished, succeeded, successRate, attempts, averageSeconds, averageCostMicros, averageScore } = item;
  const { praises, refutes } = item;
  return [
    ...(successRate === undefined ? [`${succeeded} of ${finished} so far, three are needed`] : []),
    ...(attempts > finished ? [`${attempts} attempts`] : []),
    ...(averageSeconds === undefined ? [] : [`${durationInWords(averageSeconds)} on average`]),
    ...(averageCostMicros === undefined ? [] : [`${formatDollars(averageCostMicros)} each`]),
    ...(averageScore === undefined ? [] : [`praised ${praises} times, ${averageScore.toFixed(1)} of 10`]),
    ...(refutes === 0 ? [] : [`refuted ${refutes} times`]),
  ];
}
