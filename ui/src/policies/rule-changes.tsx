import { useQuery } from '@tanstack/react-query';
import type { PolicyDiff } from '../../../operations/schemas/policy.ts';
import { describeRules } from '../../../domain/policy/describe.ts';
import type { PartialRules } from '../../../domain/policy/rules.ts';
import { classNames } from '../controls/class-names.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { LIST_FIELDS } from './policy-draft.ts';
import { policyDiffQuery } from './policy-queries.ts';

type Change = PolicyDiff['changes'][number];

const SIGNS = { ADDED: '+', REMOVED: '−', CHANGED: '±' } as const;
const LOOKS = {
  ADDED: 'bg-good-soft text-good',
  REMOVED: 'bg-bad-soft text-bad',
  CHANGED: 'bg-warn-soft text-warn',
} as const;

interface RuleChangesProps {
  /** A version, or BUILT_IN. */
  readonly from: string;
  readonly to: string;
}

/** What one version says otherwise than another. */
export function RuleChanges({ from, to }: RuleChangesProps) {
  const diff = useQuery(policyDiffQuery(from, to));
  if (diff.isPending) return <SkeletonLines />;
  if (diff.error) return <Failure error={diff.error} onRetry={() => void diff.refetch()} />;
  const { changes } = diff.data;
  if (changes.length === 0) return <p className="text-[13px] text-ink-soft">They say the same.</p>;
  return (
    <ul aria-label="Changes" className="flex flex-col gap-1 text-[13px]">
      {changes.map((change) => (
        <li
          key={`${change.field} ${change.key} ${change.kind}`}
          className={classNames('flex gap-2 rounded px-2 py-1 break-words', LOOKS[change.kind])}
        >
          <span aria-hidden className="font-mono">
            {SIGNS[change.kind]}
          </span>
          <span className="min-w-0">
            <span className="sr-only">{change.kind.toLowerCase()}: </span>
            {inWords(change)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function inWords({ field, key, kind, before, after }: Change): string {
  const words = (value: unknown) => describe(field, key, value);
  const { title, text } = words(kind === 'REMOVED' ? before : after);
  return kind === 'CHANGED' ? `${title}: ${words(before).text} becomes ${text}` : `${title}: ${text}`;
}

/** As the rules themselves are described. An entry of a list comes alone. */
function describe(field: string, key: string | undefined, value: unknown) {
  const isEntry = field in LIST_FIELDS && !Array.isArray(value);
  const said = key !== undefined ? { [key]: value } : isEntry ? [value] : value;
  const [description] = describeRules({ [field]: said } as PartialRules);
  return { title: description?.title ?? field, text: description?.lines.join(', ') ?? String(value) };
}
