import { useSyncExternalStore } from 'react';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORED_AS = 'theme';
/** The surface of the header, for the bars of the system around the page. */
const BARS = { light: '#ffffff', dark: '#181b22' } as const;
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function read(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(STORED_AS)) ?? 'system';
  } catch {
    return 'system';
  }
}

let theme = read();

// public/theme.js does the same before the first paint.
function show(): void {
  const isDark = theme === 'dark' || (theme === 'system' && dark.matches);
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    meta.content = isDark ? BARS.dark : BARS.light;
  }
}

dark.addEventListener('change', show);

export function setTheme(next: Theme): void {
  theme = next;
  try {
    localStorage.setItem(STORED_AS, next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  show();
  for (const listener of listeners) listener();
}

export const useTheme = (): Theme =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => theme,
  );
