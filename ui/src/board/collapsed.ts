import { useState } from 'react';

/** What somebody has folded up, remembered in this browser. */
export function useCollapsed(what: string, slug: string) {
  const storedAs = `collapsed ${what} ${slug}`;
  const [names, setNames] = useState(() => readNames(storedAs));
  return {
    has: (name: string): boolean => names.includes(name),
    toggle(name: string): void {
      const next = names.includes(name) ? names.filter((other) => other !== name) : [...names, name];
      localStorage.setItem(storedAs, JSON.stringify(next));
      setNames(next);
    },
  };
}

function readNames(storedAs: string): readonly string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(storedAs) ?? '[]');
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}
