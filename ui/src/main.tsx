import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/request.ts';
import { openingPage, takeTokenFromAddress } from './api/links.ts';
import { sessionQuery, signIn, tellOtherTabs } from './api/session.ts';
import { App } from './app.tsx';
import { askForBoardEarly } from './board/early-board.ts';
import './styles.css';

const RETRIES = 2;

const isFinalAnswer = (error: Error) => error instanceof ApiError && error.status < 500;

/** A session that has ended shows the sign-in page, wherever one is. */
const onError = (error: Error) => {
  if (!(error instanceof ApiError && error.status === 401)) return;
  if (client.getQueryData(sessionQuery.queryKey)) tellOtherTabs();
  client.setQueryData(sessionQuery.queryKey, null);
};

const client = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      retry: (failures, error) => !isFinalAnswer(error) && failures < RETRIES,
      // The stream keeps everything fresh; a return to the window after a pause checks once more.
      staleTime: 10_000,
    },
  },
});

async function enter(): Promise<Error | undefined> {
  // Those pages use their token themselves.
  const token = openingPage() === undefined ? takeTokenFromAddress() : undefined;
  if (token === undefined) return undefined;
  try {
    await signIn({ token });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root');
const signInError = await enter();
if (openingPage() === undefined && signInError === undefined) {
  void client.prefetchQuery(sessionQuery);
  askForBoardEarly(client);
}

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App signInError={signInError} />
    </QueryClientProvider>
  </StrictMode>,
);
