import { useState } from 'react';
import { HUMAN_ROLES, type HumanRole } from '../../../domain/actor.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { ROLE_LABELS } from '../people/role-words.ts';
import { useSetMember } from './use-set-member.ts';

/** Adds somebody who has an account already. */
export function AddMember({ slug }: { readonly slug: string }) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<HumanRole>('OPERATOR');
  const set = useSetMember(slug, () => setEmail(''));
  return (
    <form
      className="flex flex-col gap-2 border-t border-line pt-3"
      onSubmit={(event) => (event.preventDefault(), set.mutate({ email: email.trim(), role }))}
    >
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Add by e-mail" error={fieldError(set.error, 'email')} className="min-w-48 flex-1">
          {(control) => (
            <TextBox {...control} type="email" value={email} onChange={({ target }) => setEmail(target.value)} />
          )}
        </Field>
        <Choice
          aria-label="Role of the new member"
          className="w-32!"
          values={HUMAN_ROLES}
          labels={ROLE_LABELS}
          value={role}
          onChoose={(chosen) => chosen && setRole(chosen)}
        />
        <Button type="submit" disabled={email.trim() === ''} isBusy={set.isPending}>
          Add
        </Button>
      </div>
      <FormError error={set.error} fields={['email']} />
    </form>
  );
}
