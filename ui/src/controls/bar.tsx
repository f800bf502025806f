import { classNames } from './class-names.ts';

interface BarProps {
  readonly label: string;
  readonly percent: number;
  readonly colour: string;
  readonly className?: string;
}

/** How much of something is done or used. Browsers draw `progress` each in their own way, so that it is only heard. */
export const Bar = ({ label, percent, colour, className }: BarProps) => (
  <>
    <progress aria-label={label} max={100} value={Math.min(100, Math.round(percent))} className="sr-only" />
    <div aria-hidden className={classNames('overflow-hidden rounded-full bg-sunken', className)}>
      <div
        className={classNames('h-full rounded-full transition-[width] duration-300', colour)}
        style={{ width: `${Math.min(100, percent)}%` }}
      />
    </div>
  </>
);
