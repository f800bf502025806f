import { useSyncExternalStore } from 'react';

export const PHONE = '(max-width: 767px)';

/** One object serves all who ask, with every drawing again. */
const asked = new Map<string, MediaQueryList>();

function ask(query: string): MediaQueryList {
  const media = asked.get(query) ?? matchMedia(query);
  asked.set(query, media);
  return media;
}

export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      ask(query).addEventListener('change', listener);
      return () => ask(query).removeEventListener('change', listener);
    },
    () => ask(query).matches,
  );
}
