import { LoaderCircle } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

const LOOKS = {
  primary: 'bg-accent text-accent-ink hover:brightness-110 font-medium',
  plain: 'border border-line bg-surface text-ink hover:bg-sunken',
  quiet: 'text-ink-soft hover:bg-sunken hover:text-ink',
  danger: 'border border-bad/40 bg-surface text-bad hover:bg-bad-soft',
  good: 'border border-good/40 bg-good-soft text-good hover:brightness-95 dark:hover:brightness-125 font-medium',
} as const;

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: keyof typeof LOOKS;
  readonly isBusy?: boolean;
  readonly size?: 'small' | 'normal' | 'icon';
}

const SIZES = {
  small: 'h-7 px-2 text-[13px] max-md:h-9 max-md:px-3',
  normal: 'h-8 px-3 max-md:h-11 max-md:px-4',
  icon: 'size-8 max-md:size-11 justify-center',
} as const;

export function Button({ look = 'plain', size = 'normal', isBusy = false, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={isBusy || undefined}
      disabled={rest.disabled === true || isBusy}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md whitespace-nowrap transition-colors disabled:opacity-55',
        LOOKS[look],
        SIZES[size],
        className,
      )}
    >
      {isBusy && <LoaderCircle size={14} className="animate-spin" aria-hidden />}
      {children}
    </button>
  );
}
