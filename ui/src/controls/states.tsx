import { RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';

export const Skeleton = ({ className }: { readonly className?: string }) => (
  <div aria-hidden className={classNames('animate-pulse rounded-md bg-line/70', className)} />
);

export const SkeletonLines = ({ count = 3 }: { readonly count?: number }) => (
  <output aria-label="Loading" className="flex flex-col gap-2.5 p-4">
    {Array.from({ length: count }, (_, index) => (
      <Skeleton key={index} className={index % 3 === 2 ? 'h-4 w-2/3' : 'h-4'} />
    ))}
  </output>
);

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
}

/** Nothing here, and what to do about it. */
export const Empty = ({ title, children, icon }: EmptyProps) => (
  <div className="flex flex-col items-center gap-1.5 px-6 py-10 text-center text-ink-soft">
    {icon !== undefined && <div className="mb-1 text-ink-faint">{icon}</div>}
    <p className="font-medium text-ink">{title}</p>
    {children}
  </div>
);

export const Failure = ({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) => (
  <div role="alert" className="flex flex-col items-center gap-3 px-6 py-10 text-center">
    <TriangleAlert size={20} className="text-bad" aria-hidden />
    <p className="max-w-prose text-ink-soft">{error.message}</p>
    <Button onClick={onRetry}>
      <RotateCw size={14} aria-hidden /> Try again
    </Button>
  </div>
);
