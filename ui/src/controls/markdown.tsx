import { lazy, Suspense } from 'react';

const MarkdownText = lazy(() => import('./markdown-text.tsx'));

/** Markdown as people and agents wrote it; plain text until the renderer has arrived. */
export const Markdown = ({ children }: { readonly children: string }) => (
  <Suspense fallback={<p className="prose whitespace-pre-wrap">{children}</p>}>
    <MarkdownText>{children}</MarkdownText>
  </Suspense>
);
