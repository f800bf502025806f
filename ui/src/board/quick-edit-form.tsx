import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { PRIORITIES, type Priority } from '../../../domain/task/vocabulary.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { sendCommand, type CommandInput } from '../api/commands.ts';
import { membersQuery } from '../api/queries.ts';
import { useWrite } from '../api/use-command.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Field, Select, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { labelsIn } from './label-text.ts';
import { labelsQuery } from './labels-query.ts';
import { PRIORITY_LABELS } from './words.ts';

interface QuickEditFormProps {
  readonly task: TaskView;
  readonly slug: string;
  readonly onClose: () => void;
}

const FIELDS = ['title', 'labels', 'priority', 'dueAt', 'assignees'];
/** Several people stay who they are, unless one is chosen in their place. */
const SEVERAL = 'several';

/** Sends what was changed, and nothing else: what somebody else has changed meanwhile stays. */
export function QuickEditForm({ task, slug, onClose }: QuickEditFormProps) {
  // What the task was when the form was opened: the stream may change it below the hands.
  const [before] = useState(task);
  const [title, setTitle] = useState(before.title);
  const [priority, setPriority] = useState<Priority>(before.priority);
  const [labels, setLabels] = useState(before.labels.join(' '));
  const [assignee, setAssignee] = useState(assigneeOf(before));
  const [due, setDue] = useState(dayOf(before.dueAt));
  const members = useQuery(membersQuery(slug)).data?.items ?? [];
  const known = useQuery(labelsQuery(slug)).data ?? [];
  const listId = useId();

  const edit: CommandInput<'edit'> = {
    ...(title.trim() !== before.title && { title: title.trim() }),
    ...(priority !== before.priority && { priority }),
    ...(labelsIn(labels).join(' ') !== before.labels.join(' ') && { labels: [...labelsIn(labels)] }),
    ...(due !== dayOf(before.dueAt) && { dueAt: due === '' ? null : endOfDay(due) }),
  };
  const isEdited = Object.keys(edit).length > 0;
  const isReassigned = assignee !== assigneeOf(before);

  const save = useWrite(
    async () => {
      const { key, assignees } = before;
      const edited = isEdited ? await sendCommand(key, 'edit', edit) : undefined;
      if (!isReassigned && edited) return edited;
      const chosen = members.find((member) => idOf(member) === assignee);
      if (!chosen) return sendCommand(key, 'unassign', { assignees: assignees.map(({ kind, id }) => ({ kind, id })) });
      return sendCommand(key, 'assign', { assignees: [{ kind: chosen.kind, id: chosen.id }] });
    },
    () => {
      notice.done(`${before.key} is saved`);
      onClose();
    },
  );
  const error = (path: string) => fieldError(save.error, path);
  const canSave = title.trim() !== '' && !save.isPending;

  function submit(): void {
    if (!canSave) return;
    if (isEdited || isReassigned) save.mutate(undefined);
    else onClose();
  }

  return (
    <form className="flex flex-col gap-2.5" onSubmit={(event) => (event.preventDefault(), submit())}>
      <Field label={`Title of ${before.key}`} error={error('title')}>
        {(control) => (
          <TextBox
            {...control}
            autoFocus
            maxLength={200}
            value={title}
            onFocus={({ target }) => target.select()}
            onChange={({ target }) => setTitle(target.value)}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-2.5">
        <Field label="Priority" error={error('priority')}>
          {(control) => (
            <Choice
              {...control}
              values={PRIORITIES}
              labels={PRIORITY_LABELS}
              value={priority}
              onChoose={(chosen) => chosen && setPriority(chosen)}
            />
          )}
        </Field>
        <Field label="Due" error={error('dueAt')}>
          {(control) => (
            <TextBox {...control} type="date" value={due} onChange={({ target }) => setDue(target.value)} />
          )}
        </Field>
      </div>
      <Field label="Assignee" error={error('assignees')}>
        {(control) => (
          <Select {...control} value={assignee} onChange={({ target }) => setAssignee(target.value)}>
            <option value="">Nobody</option>
            {before.assignees.length > 1 && <option value={SEVERAL}>{namesOf(before)}</option>}
            {members.map((member) => (
              <option key={idOf(member)} value={idOf(member)} disabled={member.status !== 'ACTIVE'}>
                {member.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Labels" error={error('labels')}>
        {(control) => (
          <>
            <TextBox
              {...control}
              list={listId}
              placeholder="Separated by commas or spaces"
              value={labels}
              onChange={({ target }) => setLabels(target.value)}
            />
            <datalist id={listId}>
              {known.map((label) => (
                <option key={label}>{label}</option>
              ))}
            </datalist>
          </>
        )}
      </Field>
      <FormError error={save.error} fields={FIELDS} />
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onClose}>
          Back
        </Button>
        <Button look="primary" size="small" type="submit" disabled={!canSave} isBusy={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}

const idOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string => `${kind} ${id}`;
const namesOf = ({ assignees }: TaskView): string => assignees.map(({ name }) => name).join(', ');

function assigneeOf({ assignees }: TaskView): string {
  const [first] = assignees;
  if (assignees.length > 1) return SEVERAL;
  return first ? idOf(first) : '';
}

/** The day where the reader is, as a date field takes it. */
function dayOf(at: string | undefined): string {
  if (at === undefined) return '';
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const endOfDay = (day: string): string => new Date(`${day}T23:59:00`).toISOString();
