import { useState } from 'react';
import type { ChangePassword } from '../../../operations/schemas/people.ts';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { Panel } from '../people/panel.tsx';
import { useChange } from '../people/use-change.ts';
import { useSession } from '../shell/actor.ts';
import { isPassword, PASSWORD_HINT } from './new-password.ts';
import { PasswordField } from './password-field.tsx';

export function PasswordPanel() {
  return <Panel title="Password">{useSession().hasPassword ? <ChangeForm /> : <HowToSetOne />}</Panel>;
}

/** Who came with a key proves at the machine itself that the installation is theirs. */
const HowToSetOne = () => (
  <div className="flex flex-col gap-2 text-ink-soft">
    <p>
      You signed in with a key and have no password yet. To set one, open the set-up link that{' '}
      <code className="font-mono text-[13px]">mission-control up</code> printed when it started, or print a new one
      where Mission Control runs:
    </p>
    <pre tabIndex={0} className="overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-[13px] text-ink">
      mission-control setup-link
    </pre>
    <p>The link gives this account your name, your e-mail address and a password. Its keys keep working.</p>
  </div>
);

const EMPTY: ChangePassword = { currentPassword: '', newPassword: '' };

function ChangeForm() {
  const { email } = useSession().person;
  const [passwords, setPasswords] = useState(EMPTY);
  const change = useChange(
    ['session'],
    (input: ChangePassword) => post('/account/password', input),
    () => {
      setPasswords(EMPTY);
      notice.done('Your password is changed; other browsers are signed out');
    },
  );
  const { currentPassword, newPassword } = passwords;
  return (
    <form
      className="flex max-w-sm flex-col gap-3"
      onSubmit={(event) => (event.preventDefault(), change.mutate(passwords))}
    >
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        label="Current password"
        autoComplete="current-password"
        error={fieldError(change.error, 'currentPassword')}
        value={currentPassword}
        onChange={(next) => setPasswords({ ...passwords, currentPassword: next })}
      />
      <PasswordField
        label="New password"
        autoComplete="new-password"
        hint={PASSWORD_HINT}
        error={fieldError(change.error, 'newPassword')}
        value={newPassword}
        onChange={(next) => setPasswords({ ...passwords, newPassword: next })}
      />
      <FormError error={change.error} fields={['currentPassword', 'newPassword']} />
      <div>
        <Button type="submit" disabled={currentPassword === '' || !isPassword(newPassword)} isBusy={change.isPending}>
          Change password
        </Button>
      </div>
    </form>
  );
}
