import { useState } from 'react';
import type { CreatedInvitation, Invite } from '../../../operations/schemas/people.ts';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { SecretOnce } from '../people/secret-once.tsx';
import { useChange } from '../people/use-change.ts';
import { AccessFields, type Access } from './access-fields.tsx';

const VALID_HOURS = ['24', '72', '168', '720'] as const;
const VALID_LABELS = { '24': 'A day', '72': 'Three days', '168': 'A week', '720': 'A month' } as const;

/** Asks whom to invite, and shows the link that lets them in. */
export default function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [access, setAccess] = useState<Access>({ role: 'MEMBER', memberships: [] });
  const [hours, setHours] = useState<(typeof VALID_HOURS)[number]>('72');
  const invite = useChange(['invitations'], (input: Invite) => post<CreatedInvitation>('/people/invitations', input));
  const { role, memberships } = access;

  if (invite.data) {
    const { invitation, path } = invite.data;
    return (
      <SecretOnce title="The invitation" label="Link" secret={location.origin + path} onClose={onClose}>
        Send this link to <strong className="text-ink">{invitation.email}</strong>. Mission Control does not send it.
      </SecretOnce>
    );
  }
  return (
    <Dialog title="Invite somebody" onClose={onClose}>
      <form
        className="contents"
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate({
            email: email.trim(),
            role,
            memberships: role === 'ADMIN' ? [] : [...memberships],
            expiresInHours: Number(hours),
          });
        }}
      >
        <DialogBody>
          <div className="grid gap-3 md:grid-cols-[2fr_1fr]">
            <Field label="E-mail" error={fieldError(invite.error, 'email')}>
              {(control) => (
                <TextBox
                  {...control}
                  type="email"
                  autoFocus
                  value={email}
                  onChange={({ target }) => setEmail(target.value)}
                />
              )}
            </Field>
            <Field label="Valid for">
              {(control) => (
                <Choice
                  {...control}
                  values={VALID_HOURS}
                  labels={VALID_LABELS}
                  value={hours}
                  onChoose={(chosen) => chosen && setHours(chosen)}
                />
              )}
            </Field>
          </div>
          <AccessFields access={access} onChange={setAccess} />
          <FormError error={invite.error} fields={['email']} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={email.trim() === ''} isBusy={invite.isPending}>
            Make the link
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
