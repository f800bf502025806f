import type { ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** One part of a tab under its heading. */
export const Section = ({ title, action, children }: SectionProps) => (
  <section aria-label={title} className="border-b border-line px-4 py-3 last:border-0">
    <div className="mb-1.5 flex min-h-7 items-center gap-2">
      <h3 className="flex-1 text-xs font-semibold tracking-wide text-ink-faint uppercase">{title}</h3>
      {action}
    </div>
    {children}
  </section>
);
