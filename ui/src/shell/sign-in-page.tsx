import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery, signIn } from '../api/session.ts';
import { Button } from '../controls/button.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';

interface SignInPageProps {
  /** Why the link that was opened did not work. */
  readonly error: Error | undefined;
}

export function SignInPage({ error }: SignInPageProps) {
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const enter = useMutation({
    mutationFn: () => signIn(tokenIn(token)),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });

  return (
    <main className="flex min-h-full items-center justify-center p-4">
      <form
        className="flex w-full max-w-md flex-col gap-4 rounded-xl border border-line bg-surface p-6 shadow-card"
        onSubmit={(event) => (event.preventDefault(), enter.mutate())}
      >
        <div className="flex items-center gap-3">
          <img src="/favicon.svg" alt="" className="size-9" />
          <h1 className="text-lg font-semibold">Sign in to Mission Control</h1>
        </div>
        <p className="text-ink-soft">
          Open the link that <code className="rounded bg-sunken px-1 font-mono text-[13px]">mission-control up</code>{' '}
          printed when it started, or paste its token here.
        </p>
        <Field label="Owner token">
          {(control) => (
            <TextBox
              {...control}
              type="password"
              autoFocus
              autoComplete="current-password"
              value={token}
              onChange={({ target }) => setToken(target.value)}
            />
          )}
        </Field>
        <FormError error={enter.error ?? error ?? null} />
        <Button look="primary" type="submit" disabled={token.trim() === ''} isBusy={enter.isPending}>
          Sign in
        </Button>
      </form>
    </main>
  );
}

/** People paste the token or the whole link. */
const tokenIn = (text: string): string => /#token=([^&\s]+)/.exec(text)?.[1] ?? text.trim();
