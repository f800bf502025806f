import { useId, type ComponentProps, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

const BOX =
  'w-full rounded-md border border-line-strong/60 bg-surface px-2.5 text-ink focus-visible:outline-offset-0 max-md:text-base aria-invalid:border-bad';

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly isLabelHidden?: boolean;
  readonly className?: string;
  readonly children: (control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}

/** A labelled control with what is wrong with it. */
export function Field({ label, hint, error, isLabelHidden = false, className, children }: FieldProps) {
  const id = useId();
  const hasNote = error !== undefined || hint !== undefined;
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-[13px] font-medium text-ink-soft'}>
        {label}
      </label>
      {children({
        id,
        ...(hasNote && { 'aria-describedby': `${id}-note` }),
        ...(error !== undefined && { 'aria-invalid': true as const }),
      })}
      {hasNote && (
        <p id={`${id}-note`} className={classNames('text-xs', error === undefined ? 'text-ink-faint' : 'text-bad')}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}

export const TextBox = ({ className, ...rest }: ComponentProps<'input'>) => (
  <input autoComplete="off" {...rest} className={classNames(BOX, 'h-8 max-md:h-11', className)} />
);

export const TextArea = ({ className, ...rest }: ComponentProps<'textarea'>) => (
  <textarea rows={3} {...rest} className={classNames(BOX, 'resize-y py-1.5 leading-normal', className)} />
);

export const Select = ({ className, ...rest }: ComponentProps<'select'>) => (
  <select {...rest} className={classNames(BOX, 'h-8 truncate pr-2 max-md:h-11', className)} />
);
