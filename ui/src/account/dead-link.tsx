import type { ReactNode } from 'react';
import { Entrance } from './entrance.tsx';

/** A link that no longer leads anywhere, and what to do instead. */
export const DeadLink = ({ children }: { readonly children: ReactNode }) => (
  <Entrance title="This link does not work">
    <p className="text-ink-soft">{children}</p>
    <a href="/" className="text-accent-text underline">
      Go to the sign-in page
    </a>
  </Entrance>
);
