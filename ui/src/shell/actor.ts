import { createContext, use } from 'react';
import type { Actor } from '../../../domain/actor.ts';

const ActorContext = createContext<Actor | undefined>(undefined);

export const ActorProvider = ActorContext.Provider;

/** Who is signed in. */
export function useActor(): Actor {
  const actor = use(ActorContext);
  if (!actor) throw new Error('useActor is used outside of a session');
  return actor;
}
