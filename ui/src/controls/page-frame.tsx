import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { usePageTitle } from './page-title.ts';

interface PageFrameProps {
  readonly title: string;
  readonly note?: ReactNode;
  /** Buttons and switches beside the title. */
  readonly actions?: ReactNode;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** A page that scrolls, under its title. */
export function PageFrame({ title, note, actions, isWide = false, children }: PageFrameProps) {
  usePageTitle(title);
  return (
    <div className="min-h-0 min-w-0 flex-1 overflow-y-auto">
      <div className={classNames('mx-auto w-full px-4 py-4 max-md:px-3', isWide ? 'max-w-6xl' : 'max-w-3xl')}>
        <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
          <div className="min-w-0 flex-1 max-md:min-w-full">
            <h1 className="text-lg font-semibold">{title}</h1>
            {note !== undefined && <p className="text-[13px] text-ink-faint">{note}</p>}
          </div>
          {actions}
        </div>
        {children}
      </div>
    </div>
  );
}
