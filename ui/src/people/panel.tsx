import { useId, type ReactNode } from 'react';

interface PanelProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One subject of a page of settings. */
export function Panel({ title, note, actions, children }: PanelProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mb-4 rounded-lg border border-line bg-surface shadow-card">
      <header className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2">
        <div className="min-w-0 flex-1">
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          {note !== undefined && <p className="text-[13px] text-ink-soft">{note}</p>}
        </div>
        {actions}
      </header>
      <div className="p-4">{children}</div>
    </section>
  );
}
