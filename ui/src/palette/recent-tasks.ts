const MOST = 6;

// Keys alone: titles come from the server, and only for who may still read them.
const placeOf = (personId: string): string => `recent-tasks:${personId}`;

/** Keys of the tasks that a person opened last, newest first. */
export function recentTasks(personId: string): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(placeOf(personId)) ?? '[]');
    return Array.isArray(stored) ? stored.filter((key) => typeof key === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function rememberTask(personId: string, key: string): void {
  const keys = [key, ...recentTasks(personId).filter((other) => other !== key)].slice(0, MOST);
  try {
    localStorage.setItem(placeOf(personId), JSON.stringify(keys));
  } catch {
    // Without storage nothing is remembered.
  }
}
