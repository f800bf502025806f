import { useState } from 'react';
import { between } from '../controls/between.ts';

interface Selection {
  readonly ids: readonly string[];
  readonly has: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  /** From the one that was selected last up to this one. */
  readonly extendTo: (id: string) => void;
  readonly clear: () => void;
}

/** Several items of a list. What leaves the list leaves the selection. */
export function useSelection(listed: readonly string[]): Selection {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string>();

  return {
    ids: listed.filter((id) => selected.has(id)),
    has: (id) => selected.has(id),
    toggle: (id) => {
      const next = new Set(selected);
      if (!next.delete(id)) next.add(id);
      setSelected(next);
      setAnchor(id);
    },
    extendTo: (id) => {
      setSelected(new Set([...selected, ...between(listed, anchor ?? id, id)]));
      setAnchor(id);
    },
    clear: () => setSelected(new Set()),
  };
}
