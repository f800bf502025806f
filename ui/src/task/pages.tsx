import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import type { Page } from '../api/queries.ts';
import { Button } from '../controls/button.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';

interface PagesProps<Item> {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page<Item>>>;
  readonly empty: ReactNode;
  readonly children: (items: readonly Item[]) => ReactNode;
  /** Loads the next page when its end comes into view. */
  readonly isEndless?: boolean;
}

/** A list that comes in pages: its skeleton, its emptiness, its failure and the button for more. */
export function Pages<Item>({ query, empty, children, isEndless = false }: PagesProps<Item>) {
  if (query.isPending) return <SkeletonLines count={5} />;
  if (query.error && !query.data) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return empty;
  return (
    <>
      {children(items)}
      {query.hasNextPage && (
        <MoreButton
          isBusy={query.isFetchingNextPage}
          isEager={isEndless && !query.isFetchNextPageError}
          onMore={() => void query.fetchNextPage()}
        />
      )}
    </>
  );
}

interface MoreButtonProps {
  readonly isBusy: boolean;
  /** Presses itself once it is seen. */
  readonly isEager: boolean;
  readonly onMore: () => void;
}

function MoreButton({ isBusy, isEager, onMore }: MoreButtonProps) {
  const place = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  useEffect(() => {
    more.current = onMore;
  });
  useEffect(() => {
    if (!isEager || isBusy || !place.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) more.current();
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [isEager, isBusy]);
  return (
    <div ref={place} className="flex justify-center p-3">
      <Button isBusy={isBusy} onClick={onMore}>
        Load more
      </Button>
    </div>
  );
}
