import { useState } from 'react';
import type { Health } from '../../../operations/health.ts';

type Component = Health['components'][number];

/** A component with what it was before, where that has changed since the page is open. */
export interface WatchedComponent extends Component {
  readonly since?: string;
  readonly before?: Component['status'];
}

/** Notes when each component changed while somebody looked. @param lookedAt in milliseconds since 1970 */
export function useStatusSince(
  components: readonly Component[] | undefined,
  lookedAt: number,
): readonly WatchedComponent[] {
  const [watched, setWatched] = useState<readonly WatchedComponent[]>([]);
  const [seen, setSeen] = useState(components);
  if (components === undefined || components === seen) return watched.length > 0 ? watched : (components ?? []);
  setSeen(components);
  const now = new Date(lookedAt).toISOString();
  const known = new Map(
    (watched.length > 0 ? watched : (seen ?? [])).map((one) => [one.name, one as WatchedComponent]),
  );
  const next = components.map((component): WatchedComponent => {
    const last = known.get(component.name);
    if (!last) return component;
    if (last.status !== component.status) return { ...component, since: now, before: last.status };
    return {
      ...component,
      ...(last.since !== undefined && { since: last.since }),
      ...(last.before !== undefined && { before: last.before }),
    };
  });
  setWatched(next);
  return next;
}
