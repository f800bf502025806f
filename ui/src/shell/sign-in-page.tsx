import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SignIn } from '../../../operations/schemas/people.ts';
import { Entrance } from '../account/entrance.tsx';
import { PasswordField } from '../account/password-field.tsx';
import { setupQuery } from '../account/setup-query.ts';
import { forgetEverything, sessionQuery, signIn } from '../api/session.ts';
import { Button } from '../controls/button.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';

interface SignInPageProps {
  /** Why the link that was opened did not work. */
  readonly error: Error | undefined;
}

export default function SignInPage({ error }: SignInPageProps) {
  const client = useQueryClient();
  const isNew = useQuery(setupQuery).data?.isSetUp === false;
  const enter = useMutation({
    mutationFn: (credentials: SignIn) => signIn(credentials),
    onSuccess: () => {
      forgetEverything(client);
      return client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });

  return (
    <Entrance title="Sign in to Mission Control">
      {isNew && <FirstSteps />}
      <PasswordForm isBusy={enter.isPending} onSignIn={enter.mutate} />
      <FormError error={enter.error ?? error ?? null} />
      <details open={isNew || error !== undefined} className="border-t border-line pt-3">
        <summary className="cursor-pointer text-[13px] font-medium text-ink-soft">Or sign in with a key</summary>
        <KeyForm isBusy={enter.isPending} onSignIn={enter.mutate} />
      </details>
    </Entrance>
  );
}

const FirstSteps = () => (
  <p className="rounded-md bg-accent-soft px-3 py-2 text-[13px] text-accent-text">
    Nobody has a password here yet. Open the set-up link that <code className="font-mono">mission-control up</code>{' '}
    printed when it started, or print one with <code className="font-mono">mission-control setup-link</code>.
  </p>
);

interface FormProps {
  readonly isBusy: boolean;
  readonly onSignIn: (credentials: SignIn) => void;
}

function PasswordForm({ isBusy, onSignIn }: FormProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => (event.preventDefault(), onSignIn({ email: email.trim(), password }))}
    >
      <Field label="E-mail">
        {(control) => (
          <TextBox
            {...control}
            type="email"
            autoFocus
            autoComplete="username"
            value={email}
            onChange={({ target }) => setEmail(target.value)}
          />
        )}
      </Field>
      <PasswordField label="Password" autoComplete="current-password" value={password} onChange={setPassword} />
      <Button look="primary" type="submit" disabled={email.trim() === '' || password === ''} isBusy={isBusy}>
        Sign in
      </Button>
    </form>
  );
}

function KeyForm({ isBusy, onSignIn }: FormProps) {
  const [token, setToken] = useState('');
  return (
    <form
      className="mt-3 flex flex-col gap-3"
      onSubmit={(event) => (event.preventDefault(), onSignIn({ token: tokenIn(token) }))}
    >
      <Field label="Key" hint="A personal key, or the whole link that mission-control up printed">
        {(control) => (
          <TextBox {...control} type="password" value={token} onChange={({ target }) => setToken(target.value)} />
        )}
      </Field>
      <Button type="submit" disabled={token.trim() === ''} isBusy={isBusy}>
        Sign in with the key
      </Button>
    </form>
  );
}

/** People paste the token or the whole link. */
const tokenIn = (text: string): string => /#token=([^&\s]+)/.exec(text)?.[1] ?? text.trim();
