import { Bot, ChevronDown, UserRound } from 'lucide-react';
import { useId, useState } from 'react';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { classNames } from '../controls/class-names.ts';
import type { FittingMember } from './members-by-fit.ts';
import { ScoreParts } from './score-parts.tsx';

interface MemberChoiceProps {
  readonly candidate: FittingMember;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}

/** One person or agent that a task can be given to, with what speaks for and against it. */
export function MemberChoice({ candidate, isChosen, onToggle }: MemberChoiceProps) {
  const { member, recommendation, exclusions, obstacle } = candidate;
  const [isExplained, setIsExplained] = useState(false);
  const reasonsId = useId();
  const Icon = member.kind === 'AGENT' ? Bot : UserRound;
  const hasReasons = recommendation !== undefined || exclusions.length > 0;
  return (
    <li className="rounded-md hover:bg-sunken">
      <div className="flex items-center">
        <label className="flex min-h-9 min-w-0 flex-1 items-center gap-2.5 px-2 has-disabled:opacity-60 max-md:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={isChosen}
            disabled={obstacle !== undefined && !isChosen}
            onChange={onToggle}
          />
          <Icon size={15} className="shrink-0 text-ink-faint" aria-hidden />
          <span className="min-w-0 flex-1 truncate">{member.name}</span>
          <span className="text-xs whitespace-nowrap text-ink-faint">{obstacle ?? member.role.toLowerCase()}</span>
          {recommendation && <Badge tone="good">fits {Math.round(recommendation.score * 100)} %</Badge>}
          {obstacle === undefined && exclusions.length > 0 && <Badge>not advised</Badge>}
        </label>
        <Button
          look="quiet"
          size="icon"
          disabled={!hasReasons}
          aria-label={`Why: ${member.name}`}
          aria-expanded={isExplained}
          {...(isExplained && { 'aria-controls': reasonsId })}
          className={classNames('size-7! max-md:size-11!', !hasReasons && 'invisible')}
          onClick={() => setIsExplained(!isExplained)}
        >
          <ChevronDown size={14} className={classNames(isExplained && 'rotate-180')} aria-hidden />
        </Button>
      </div>
      {isExplained && (
        <div id={reasonsId} className="pr-3 pb-2 pl-8.5 text-xs text-ink-soft">
          {recommendation && <ScoreParts name={member.name} parts={recommendation.parts} />}
          {exclusions.length > 0 && (
            <ul className="list-disc pl-4">
              {exclusions.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          )}
        </div>
      )}
    </li>
  );
}
