import { lazy, Suspense } from 'react';
import type { MarkdownProps } from './markdown-text.tsx';

const MarkdownText = lazy(() => import('./markdown-text.tsx'));

/** Markdown as people and agents wrote it; plain text until the renderer has arrived. */
export const Markdown = (props: MarkdownProps) => (
  <Suspense fallback={<p className="prose whitespace-pre-wrap">{props.children}</p>}>
    <MarkdownText {...props} />
  </Suspense>
);
