import { useState } from 'react';
import { patch } from '../api/request.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { addressText } from '../people/address.ts';
import { Panel } from '../people/panel.tsx';
import { INSTALLATION_ROLE_LABELS, ROLE_LABELS } from '../people/role-words.ts';
import { useChange } from '../people/use-change.ts';
import { useSession } from '../shell/actor.ts';

/** The person's name, address and roles. */
export function NamePanel() {
  const { person, projects } = useSession();
  const [name, setName] = useState(person.name);
  const save = useChange(
    ['session', 'members', 'people'],
    () => patch('/account', { name: name.trim() }),
    () => notice.done('Your name is changed'),
  );
  const isChanged = name.trim() !== '' && name.trim() !== person.name;
  return (
    <Panel title="You">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => (event.preventDefault(), isChanged && save.mutate(undefined))}
      >
        <div className="flex items-end gap-2">
          <Field label="Name" error={fieldError(save.error, 'name')} className="max-w-sm flex-1">
            {(control) => (
              <TextBox
                {...control}
                autoComplete="name"
                maxLength={100}
                value={name}
                onChange={({ target }) => setName(target.value)}
              />
            )}
          </Field>
          <Button type="submit" disabled={!isChanged} isBusy={save.isPending}>
            Save
          </Button>
        </div>
        <FormError error={save.error} fields={['name']} />
      </form>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-[13px]">
        <dt className="text-ink-faint">E-mail</dt>
        <dd className="break-all">{addressText(person.email)}</dd>
        <dt className="text-ink-faint">Role</dt>
        <dd>{INSTALLATION_ROLE_LABELS[person.role]}</dd>
        {person.role !== 'ADMIN' && (
          <>
            <dt className="text-ink-faint">Projects</dt>
            <dd className="flex flex-wrap gap-1">
              {projects.length === 0 && 'None yet'}
              {projects.map(({ project, role }) => (
                <Badge key={project}>
                  {project} · {ROLE_LABELS[role]}
                </Badge>
              ))}
            </dd>
          </>
        )}
      </dl>
    </Panel>
  );
}
