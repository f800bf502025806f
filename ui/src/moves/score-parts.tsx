import type { RecommendationsView } from '../../../operations/schemas/agent.ts';
import { Bar } from '../controls/bar.tsx';

type Parts = RecommendationsView['recommendations'][number]['parts'];

const PART_LABELS: Readonly<Record<keyof Parts, string>> = {
  skill: 'Skill',
  availability: 'Availability',
  workload: 'Workload',
  performance: 'Performance',
  role: 'Role',
};
const NAMES = Object.keys(PART_LABELS) as (keyof Parts)[];

/** What a score is made of: each part with its weight and its reason. */
export const ScoreParts = ({ name, parts }: { readonly name: string; readonly parts: Parts }) => (
  <dl className="grid grid-cols-[auto_4rem_1fr] items-center gap-x-2.5 gap-y-1">
    {NAMES.map((part) => {
      const { score, weight, reason } = parts[part];
      return (
        <div key={part} className="contents">
          <dt className="whitespace-nowrap">
            {PART_LABELS[part]} <span className="text-ink-faint tabular-nums">{Math.round(weight * 100)} %</span>
          </dt>
          <dd>
            <Bar label={`${PART_LABELS[part]} of ${name}`} percent={score * 100} colour="bg-accent" className="h-1.5" />
          </dd>
          <dd className="min-w-0 break-words">{reason}</dd>
        </div>
      );
    })}
  </dl>
);
