import { createContext, use, useMemo } from 'react';
import type { Actor, HumanRole } from '../../../domain/actor.ts';
import type { SessionView } from '../../../operations/schemas/people.ts';
import { useCurrentProject } from './current-project.ts';

const SessionContext = createContext<SessionView | undefined>(undefined);

export const SessionProvider = SessionContext.Provider;

/** Who is signed in, with what they may reach. */
export function useSession(): SessionView {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession is used outside of a session');
  return session;
}

/** Whether the person configures the whole installation. */
export const useIsAdmin = (): boolean => useSession().person.role === 'ADMIN';

const ActorContext = createContext<Actor | undefined>(undefined);

/** Hands the actor down once: a board asks for it on every card. */
export const ActorProvider = ActorContext.Provider;

/** Whoever is signed in, with the role that they have in the project at hand. */
export function useCurrentActor(): Actor {
  const slug = useCurrentProject()?.slug;
  const session = useSession();
  return useMemo(() => actorIn(session, slug), [session, slug]);
}

/** The same below the shell. */
export function useActor(): Actor {
  const actor = use(ActorContext);
  if (!actor) throw new Error('useActor is used outside of the shell');
  return actor;
}

/** The same for lists of many projects. */
export function useActorIn(): (slug: string) => Actor {
  const session = useSession();
  return (slug) => actorIn(session, slug);
}

/** What the person is in a project. */
export function useRoleIn(): (slug: string | undefined) => HumanRole {
  const session = useSession();
  return (slug) => roleIn(session, slug);
}

const actorIn = (session: SessionView, slug: string | undefined): Actor => ({
  kind: 'HUMAN',
  id: session.person.id,
  name: session.person.name,
  role: roleIn(session, slug),
});

// The server has the last word: who has no role in a project does not see it at all.
function roleIn({ person, projects }: SessionView, slug: string | undefined): HumanRole {
  if (person.role === 'ADMIN') return person.role;
  return projects.find(({ project }) => project === slug)?.role ?? 'VIEWER';
}
