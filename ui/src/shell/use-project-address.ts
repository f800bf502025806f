import { useLocation } from '@tanstack/react-router';
import { textOf } from '../api/search.ts';
import type { Address } from './project-address.ts';

/** Where one is, as far as it is about projects. */
export function useProjectAddress(): Address {
  const pathname = useLocation({ select: (location) => location.pathname });
  const project = useLocation({ select: ({ search }) => textOf((search as { project?: unknown }).project) });
  return { pathname, project };
}
