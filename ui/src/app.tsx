import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sessionQuery } from './api/session.ts';
import { openStream } from './api/stream.ts';
import { Failure, SkeletonLines } from './controls/states.tsx';
import { router } from './router.tsx';
import { ActorProvider } from './shell/actor.ts';
import { listenForShortcuts } from './shell/shortcuts.ts';
import { SignInPage } from './shell/sign-in-page.tsx';

/** Everything behind the sign-in. */
export function App({ signInError }: { readonly signInError: Error | undefined }) {
  const client = useQueryClient();
  const session = useQuery(sessionQuery);
  const actorId = session.data?.actor.id;

  useEffect(() => {
    if (actorId === undefined) return;
    const closeStream = openStream(client);
    const stopListening = listenForShortcuts();
    return () => {
      closeStream();
      stopListening();
    };
  }, [client, actorId]);

  if (session.data) {
    return (
      <ActorProvider value={session.data.actor}>
        <RouterProvider router={router} />
      </ActorProvider>
    );
  }
  if (session.data === null) return <SignInPage error={signInError} />;
  if (session.error) return <Failure error={session.error} onRetry={() => void session.refetch()} />;
  return <SkeletonLines />;
}
