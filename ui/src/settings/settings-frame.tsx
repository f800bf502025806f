import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PageFrame } from '../controls/page-frame.tsx';
import { Empty } from '../controls/states.tsx';
import { useIsAdmin } from '../shell/actor.ts';

const LINK = 'border-b-2 border-transparent px-1 pb-1.5 text-ink-soft hover:text-ink max-md:pb-3';
const ACTIVE = { className: 'border-accent! text-ink! font-medium', 'aria-current': 'page' } as const;

/** The pages about the whole installation, for its administrators. */
export function SettingsFrame({ children }: { readonly children: ReactNode }) {
  if (!useIsAdmin()) {
    return (
      <Empty title="Only administrators of Mission Control see this page">
        <p>Ask one of them if you need something changed here.</p>
      </Empty>
    );
  }
  return (
    <PageFrame title="Settings">
      <nav aria-label="Settings" className="mb-4 flex gap-4 border-b border-line">
        <Link to="/settings/people" className={LINK} activeProps={ACTIVE}>
          People
        </Link>
        <Link to="/settings/keys" className={LINK} activeProps={ACTIVE}>
          API keys
        </Link>
      </nav>
      {children}
    </PageFrame>
  );
}
