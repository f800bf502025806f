import type { ReactNode } from 'react';
import { usePageTitle } from '../controls/page-title.ts';

interface EntranceProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** What is around the pages for people who are not signed in. */
export function Entrance({ title, children }: EntranceProps) {
  // The tab names the product anyway.
  usePageTitle(title.replace(/ (to )?Mission Control$/, ''));
  return (
    <main className="flex min-h-full items-center justify-center p-4">
      <div className="flex w-full max-w-md flex-col gap-4 rounded-xl border border-line bg-surface p-6 shadow-card">
        <div className="flex items-center gap-3">
          <img src="/favicon.svg" alt="" className="size-9" />
          <h1 className="text-lg font-semibold">{title}</h1>
        </div>
        {children}
      </div>
    </main>
  );
}
