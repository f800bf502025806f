import { Button } from '../controls/button.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { isPassword, PASSWORD_HINT } from './new-password.ts';
import { PasswordField } from './password-field.tsx';

export interface NewAccount {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

interface AccountFormProps {
  readonly account: NewAccount;
  readonly onChange: (account: NewAccount) => void;
  readonly verb: string;
  readonly error: Error | null;
  readonly isBusy: boolean;
  readonly onSubmit: () => void;
  /** The address is the invitation's. */
  readonly isEmailFixed?: boolean;
}

const FIELDS = ['name', 'email', 'password'];

/** Name, address and password of somebody new. */
export function AccountForm(props: AccountFormProps) {
  const { account, onChange, verb, error, isBusy, onSubmit, isEmailFixed = false } = props;
  const { name, email, password } = account;
  const isReady = name.trim() !== '' && email.trim() !== '' && isPassword(password);
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => (event.preventDefault(), onSubmit())}>
      <Field label="Name" hint="As others see it" error={fieldError(error, 'name')}>
        {(control) => (
          <TextBox
            {...control}
            autoFocus
            autoComplete="name"
            maxLength={100}
            value={name}
            onChange={({ target }) => onChange({ ...account, name: target.value })}
          />
        )}
      </Field>
      <Field label="E-mail" error={fieldError(error, 'email')}>
        {(control) => (
          <TextBox
            {...control}
            type="email"
            autoComplete="username"
            readOnly={isEmailFixed}
            className="read-only:bg-sunken read-only:text-ink-soft"
            value={email}
            onChange={({ target }) => onChange({ ...account, email: target.value })}
          />
        )}
      </Field>
      <PasswordField
        label="Password"
        autoComplete="new-password"
        hint={PASSWORD_HINT}
        error={fieldError(error, 'password')}
        value={password}
        onChange={(next) => onChange({ ...account, password: next })}
      />
      <FormError error={error} fields={FIELDS} />
      <Button look="primary" type="submit" disabled={!isReady} isBusy={isBusy}>
        {verb}
      </Button>
    </form>
  );
}
