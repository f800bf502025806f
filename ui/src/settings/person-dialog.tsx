import { useState } from 'react';
import type { EditPerson, PersonView } from '../../../operations/schemas/people.ts';
import { patch } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { addressText } from '../people/address.ts';
import { useChange } from '../people/use-change.ts';
import { AccessFields, type Access } from './access-fields.tsx';

interface PersonDialogProps {
  readonly person: PersonView;
  readonly onClose: () => void;
}

/** Changes what a person may do, or lets them do nothing at all. */
export default function PersonDialog({ person, onClose }: PersonDialogProps) {
  const { id, name, email, isDisabled } = person;
  const [access, setAccess] = useState<Access>({ role: person.role, memberships: person.memberships });
  const save = useChange(
    ['people', 'members', 'session'],
    (change: EditPerson) => patch<PersonView>(`/people/${encodeURIComponent(id)}`, change),
    () => {
      notice.done(`${name} is changed`);
      onClose();
    },
  );
  const { role, memberships } = access;
  return (
    <Dialog title={name} description={addressText(email)} onClose={onClose}>
      <form
        className="contents"
        onSubmit={(event) => (event.preventDefault(), save.mutate({ role, memberships: [...memberships] }))}
      >
        <DialogBody>
          <AccessFields access={access} onChange={setAccess} />
          <div className="flex items-center gap-3 border-t border-line pt-3">
            <p className="min-w-0 flex-1 text-[13px] text-ink-soft">
              {isDisabled
                ? 'This person can neither sign in nor use keys.'
                : 'Disabling signs the person out everywhere and stops their keys. What they did stays.'}
            </p>
            <Button
              look={isDisabled ? 'good' : 'danger'}
              isBusy={save.isPending}
              onClick={() => save.mutate({ isDisabled: !isDisabled })}
            >
              {isDisabled ? 'Enable' : 'Disable'}
            </Button>
          </div>
          <FormError error={save.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" isBusy={save.isPending}>
            Save
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
