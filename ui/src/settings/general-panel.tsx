import { useState } from 'react';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { Button } from '../controls/button.tsx';
import { Field, TextArea, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { Panel } from '../people/panel.tsx';
import { TimeZoneField } from './time-zone-field.tsx';
import { clockIn } from './time-zones.ts';
import { useProjectEdit } from './use-project-edit.ts';

const FIELDS = ['name', 'description', 'timeZone'];

/** What the project is called and when its day begins. */
export function GeneralPanel({ project }: { readonly project: ProjectView }) {
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description ?? '');
  const [timeZone, setTimeZone] = useState(project.timeZone);
  const save = useProjectEdit(project);
  const isChanged =
    name.trim() !== project.name || description !== (project.description ?? '') || timeZone !== project.timeZone;
  const isComplete = name.trim() !== '' && clockIn(timeZone) !== undefined;
  return (
    <Panel title="General">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => (event.preventDefault(), save.mutate({ name: name.trim(), description, timeZone }))}
      >
        <div className="grid gap-3 md:grid-cols-2">
          <Field label="Name" error={fieldError(save.error, 'name')}>
            {(control) => (
              <TextBox {...control} maxLength={200} value={name} onChange={({ target }) => setName(target.value)} />
            )}
          </Field>
          <TimeZoneField value={timeZone} onChange={setTimeZone} error={fieldError(save.error, 'timeZone')} />
        </div>
        <Field label="Description" error={fieldError(save.error, 'description')}>
          {(control) => (
            <TextArea {...control} value={description} onChange={({ target }) => setDescription(target.value)} />
          )}
        </Field>
        <FormError error={save.error} fields={FIELDS} />
        <div>
          <Button look="primary" type="submit" disabled={!isChanged || !isComplete} isBusy={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Panel>
  );
}
