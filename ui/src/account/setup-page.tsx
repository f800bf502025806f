import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CompleteSetup } from '../../../operations/schemas/people.ts';
import { tokenInAddress } from '../api/links.ts';
import { post } from '../api/request.ts';
import { signIn } from '../api/session.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { AccountForm, type NewAccount } from './account-form.tsx';
import { DeadLink } from './dead-link.tsx';
import { Entrance } from './entrance.tsx';
import { setupQuery } from './setup-query.ts';

/** The one-time link for the first ADMIN. */
export default function SetupPage() {
  const setup = useQuery(setupQuery);
  const [token] = useState(tokenInAddress);
  if (setup.isPending) return <SkeletonLines />;
  if (setup.error) return <Failure error={setup.error} onRetry={() => void setup.refetch()} />;
  if (setup.data.isSetUp) return <DeadLink>Mission Control is set up already. Sign in with your password.</DeadLink>;
  if (token === undefined || token === '') {
    return (
      <DeadLink>
        The link is not whole: its end, from #token= on, is missing. Print a new one with{' '}
        <code className="font-mono">mission-control setup-link</code>.
      </DeadLink>
    );
  }
  return <SetupForm token={token} />;
}

function SetupForm({ token }: { readonly token: string }) {
  const [account, setAccount] = useState<NewAccount>({ name: '', email: '', password: '' });
  const complete = useMutation({
    mutationFn: async () => {
      const { name, email, password } = account;
      const input: CompleteSetup = { token, name: name.trim(), email: email.trim(), password };
      await post('/setup', input);
      // Should that fail, the sign-in page is next.
      await signIn({ email: input.email, password }).catch(() => undefined);
      location.replace('/');
    },
  });
  return (
    <Entrance title="Set up Mission Control">
      <p className="text-ink-soft">
        You become the first administrator: you invite people, make keys and may stop everything. This link works once.
      </p>
      <AccountForm
        account={account}
        onChange={setAccount}
        verb="Create the account"
        error={complete.error}
        isBusy={complete.isPending || complete.isSuccess}
        onSubmit={complete.mutate}
      />
    </Entrance>
  );
}
