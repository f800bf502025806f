import { classNames } from '../controls/class-names.ts';
import { PERIODS, type Period } from './cost-search.ts';

export const PERIOD_LABELS: Readonly<Record<Period, string>> = {
  today: 'Today',
  '7d': '7 days',
  '30d': '30 days',
  all: 'All time',
};

interface PeriodSwitchProps {
  readonly period: Period;
  readonly onChoose: (period: Period) => void;
}

export const PeriodSwitch = ({ period, onChoose }: PeriodSwitchProps) => (
  <fieldset className="flex w-fit overflow-hidden rounded-md border border-line max-md:w-full">
    <legend className="sr-only">Period</legend>
    {PERIODS.map((each) => (
      <button
        key={each}
        type="button"
        aria-pressed={each === period}
        onClick={() => onChoose(each)}
        className={classNames(
          'h-8 border-l border-line px-3 text-[13px] first-of-type:border-0 focus-visible:-outline-offset-2 max-md:h-11 max-md:flex-1',
          each === period ? 'bg-accent-soft font-medium text-accent-text' : 'bg-surface text-ink-soft hover:bg-sunken',
        )}
      >
        {PERIOD_LABELS[each]}
      </button>
    ))}
  </fieldset>
);
