import { ArrowDown, ArrowUp, Pencil, Trash2 } from 'lucide-react';
import { EXECUTOR_LABELS } from '../board/words.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import type { Rule } from './routing-queries.ts';
import { conditionsInWords, limitsInWords } from './rule-words.ts';

interface RuleListProps {
  readonly rules: readonly Rule[];
  /** Not there for those who may only read. */
  readonly onChange: ((rules: readonly Rule[]) => void) | undefined;
  readonly onEdit: (index: number) => void;
}

/** The rules in the order in which they are tried, and what holds after them. */
export const RuleList = ({ rules, onChange, onEdit }: RuleListProps) => (
  <ol aria-label="Rules" className="-my-2 divide-y divide-line">
    {rules.map((rule, index) => (
      // Rules have no names: their place is what tells them apart.
      <li key={index} className="flex flex-wrap items-start gap-x-3 gap-y-1 py-2.5 text-[13px]">
        <RuleText rule={rule} place={index + 1} />
        {onChange && (
          <div className="ml-auto flex gap-1">
            <Button
              look="quiet"
              size="icon"
              aria-label={`Move rule ${index + 1} up`}
              disabled={index === 0}
              onClick={() => onChange(swapped(rules, index - 1))}
            >
              <ArrowUp size={15} aria-hidden />
            </Button>
            <Button
              look="quiet"
              size="icon"
              aria-label={`Move rule ${index + 1} down`}
              disabled={index === rules.length - 1}
              onClick={() => onChange(swapped(rules, index))}
            >
              <ArrowDown size={15} aria-hidden />
            </Button>
            <Button look="quiet" size="icon" aria-label={`Edit rule ${index + 1}`} onClick={() => onEdit(index)}>
              <Pencil size={15} aria-hidden />
            </Button>
            <Button
              look="quiet"
              size="icon"
              aria-label={`Remove rule ${index + 1}`}
              onClick={() => onChange(rules.toSpliced(index, 1))}
            >
              <Trash2 size={15} aria-hidden />
            </Button>
          </div>
        )}
      </li>
    ))}
    <li className="py-2.5 text-[13px] text-ink-soft">
      <span className="text-ink-faint tabular-nums">{rules.length + 1}.</span> Any other task → {EXECUTOR_LABELS.MANUAL}
    </li>
  </ol>
);

function RuleText({ rule, place }: { readonly rule: Rule; readonly place: number }) {
  const limits = limitsInWords(rule);
  return (
    <div className="min-w-0 flex-1 basis-60">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="text-ink-faint tabular-nums">{place}.</span>
        <span className="min-w-0 break-words first-letter:uppercase">{conditionsInWords(rule)}</span>
        <span aria-hidden>→</span>
        <Badge tone="accent">{EXECUTOR_LABELS[rule.executor]}</Badge>
      </p>
      <p className="break-words text-ink-soft">
        {rule.reason} · score {rule.score}
      </p>
      {limits !== '' && <p className="break-words text-xs text-ink-faint first-letter:uppercase">{limits}</p>}
    </div>
  );
}

/** The rule at `index` changes places with the one after it. */
const swapped = (rules: readonly Rule[], index: number): readonly Rule[] =>
  rules.map((rule, at) => (at === index ? rules[index + 1] : at === index + 1 ? rules[index] : rule) ?? rule);
