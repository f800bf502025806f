import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { openingPage } from './api/links.ts';
import { followOtherTabs, forgetEverything, sessionQuery } from './api/session.ts';
import { openStream } from './api/stream.ts';
import { Failure, SkeletonLines } from './controls/states.tsx';
import { router } from './router.tsx';
import { SessionProvider } from './shell/actor.ts';
import { listenForShortcuts } from './shell/shortcuts.ts';

const SignInPage = lazy(() => import('./shell/sign-in-page.tsx'));
const SetupPage = lazy(() => import('./account/setup-page.tsx'));
const InvitationPage = lazy(() => import('./account/invitation-page.tsx'));

/** Everything behind the sign-in, and the pages of links that make an account. */
export function App({ signInError }: { readonly signInError: Error | undefined }) {
  const page = openingPage();
  return (
    <Suspense fallback={<SkeletonLines />}>
      {page === 'SETUP' && <SetupPage />}
      {page === 'INVITATION' && <InvitationPage />}
      {page === undefined && <SignedIn signInError={signInError} />}
    </Suspense>
  );
}

function SignedIn({ signInError }: { readonly signInError: Error | undefined }) {
  const client = useQueryClient();
  const session = useQuery(sessionQuery);
  const personId = session.data?.person.id;

  const shown = useRef(personId);

  useEffect(() => followOtherTabs(client), [client]);
  useEffect(() => {
    // Signed out, or somebody else signed in, perhaps in another tab.
    if (shown.current !== undefined && personId !== shown.current) forgetEverything(client);
    shown.current = personId;
  }, [client, personId]);
  useEffect(() => {
    if (personId === undefined) return;
    const closeStream = openStream(client, personId);
    const stopListening = listenForShortcuts();
    return () => {
      closeStream();
      stopListening();
    };
  }, [client, personId]);

  if (session.data) {
    return (
      <SessionProvider value={session.data}>
        <RouterProvider router={router} />
      </SessionProvider>
    );
  }
  if (session.data === null) return <SignInPage error={signInError} />;
  if (session.error) return <Failure error={session.error} onRetry={() => void session.refetch()} />;
  return <SkeletonLines />;
}
