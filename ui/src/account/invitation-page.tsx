import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AcceptInvitation } from '../../../operations/schemas/people.ts';
import { tokenInAddress } from '../api/links.ts';
import { ApiError, get, post } from '../api/request.ts';
import { signIn } from '../api/session.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Countdown } from '../controls/time.tsx';
import { AccountForm, type NewAccount } from './account-form.tsx';
import { DeadLink } from './dead-link.tsx';
import { Entrance } from './entrance.tsx';

interface Invitation {
  readonly email: string;
  readonly invitedBy: string;
  readonly expiresAt: string;
}

const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => get<Invitation>('/invitations/accept', { token }, signal),
  });

/** The link that somebody was invited with. */
export default function InvitationPage() {
  const [token] = useState(() => tokenInAddress() ?? '');
  const invitation = useQuery({ ...invitationQuery(token), enabled: token !== '' });
  if (token === '') return <DeadLink>The link is not whole: its end, from #token= on, is missing.</DeadLink>;
  if (invitation.isPending) return <SkeletonLines />;
  if (invitation.error instanceof ApiError && invitation.error.status < 500) {
    return <DeadLink>{invitation.error.message}. Ask whoever invited you for a new one.</DeadLink>;
  }
  if (invitation.error) return <Failure error={invitation.error} onRetry={() => void invitation.refetch()} />;
  return <AcceptForm token={token} invitation={invitation.data} />;
}

function AcceptForm({ token, invitation }: { readonly token: string; readonly invitation: Invitation }) {
  const [account, setAccount] = useState<NewAccount>({ name: '', email: invitation.email, password: '' });
  const accept = useMutation({
    mutationFn: async () => {
      const { name, password } = account;
      const input: AcceptInvitation = { token, name: name.trim(), password };
      await post('/invitations/accept', input);
      // Should that fail, the sign-in page is next.
      await signIn({ email: invitation.email, password }).catch(() => undefined);
      location.replace('/');
    },
  });
  return (
    <Entrance title="Join Mission Control">
      <p className="text-ink-soft">
        <strong className="text-ink">{invitation.invitedBy}</strong> invites you. The link works once and{' '}
        <Countdown until={invitation.expiresAt} />.
      </p>
      <AccountForm
        account={account}
        onChange={setAccount}
        verb="Join"
        isEmailFixed
        error={accept.error}
        isBusy={accept.isPending || accept.isSuccess}
        onSubmit={accept.mutate}
      />
    </Entrance>
  );
}
