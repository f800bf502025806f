import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { InvitationView } from '../../../operations/schemas/people.ts';
import { remove } from '../api/request.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { notice } from '../controls/notice.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Countdown } from '../controls/time.tsx';
import { ConfirmDialog } from '../people/confirm-dialog.tsx';
import { Panel } from '../people/panel.tsx';
import { invitationsQuery } from '../people/people-queries.ts';
import { INSTALLATION_ROLE_LABELS, ROLE_LABELS } from '../people/role-words.ts';
import { useChange } from '../people/use-change.ts';

/** Links that wait for somebody to use them. */
export function InvitationsPanel() {
  const invitations = useQuery(invitationsQuery);
  const [revoking, setRevoking] = useState<InvitationView>();
  return (
    <Panel title="Pending invitations">
      {invitations.isPending && <SkeletonLines />}
      {invitations.error && !invitations.data && (
        <Failure error={invitations.error} onRetry={() => void invitations.refetch()} />
      )}
      {invitations.data &&
        (invitations.data.items.length === 0 ? (
          <p className="text-[13px] text-ink-soft">Nobody is invited right now. Invite makes a link for one person.</p>
        ) : (
          <ul aria-label="Pending invitations" className="-my-2 divide-y divide-line">
            {invitations.data.items.map((invitation) => (
              <InvitationItem key={invitation.id} invitation={invitation} onRevoke={() => setRevoking(invitation)} />
            ))}
          </ul>
        ))}
      {revoking && <RevokeDialog invitation={revoking} onClose={() => setRevoking(undefined)} />}
    </Panel>
  );
}

interface InvitationItemProps {
  readonly invitation: InvitationView;
  readonly onRevoke: () => void;
}

function InvitationItem({ invitation, onRevoke }: InvitationItemProps) {
  const { email, role, memberships, invitedBy, expiresAt } = invitation;
  return (
    <li aria-label={email} className="flex items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-all">{email}</p>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-soft">
          <span>by {invitedBy.name}</span>
          <Countdown until={expiresAt} />
          {role === 'ADMIN' && <Badge tone="accent">{INSTALLATION_ROLE_LABELS.ADMIN}</Badge>}
          {memberships.map((membership) => (
            <Badge key={membership.project}>
              {membership.project} · {ROLE_LABELS[membership.role]}
            </Badge>
          ))}
        </p>
      </div>
      <Button look="danger" size="small" aria-label={`Revoke the invitation of ${email}`} onClick={onRevoke}>
        Revoke
      </Button>
    </li>
  );
}

interface RevokeDialogProps {
  readonly invitation: InvitationView;
  readonly onClose: () => void;
}

function RevokeDialog({ invitation: { id, email }, onClose }: RevokeDialogProps) {
  const revoke = useChange(
    ['invitations'],
    () => remove(`/people/invitations/${encodeURIComponent(id)}`),
    () => {
      notice.done(`The link of ${email} no longer works`);
      onClose();
    },
  );
  return (
    <ConfirmDialog
      title="Revoke the invitation?"
      verb="Revoke"
      error={revoke.error}
      isBusy={revoke.isPending}
      onConfirm={() => revoke.mutate(undefined)}
      onClose={onClose}
    >
      The link of {email} stops working. You can invite them again.
    </ConfirmDialog>
  );
}
