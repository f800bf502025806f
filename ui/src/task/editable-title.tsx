import { useState, type KeyboardEvent } from 'react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { useCommand } from '../api/use-command.ts';
import { TextArea } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';

interface EditableTitleProps {
  readonly task: TaskView;
  readonly isEditable: boolean;
}

/** The title; a click makes it a text box, Enter saves, Escape leaves it. */
export function EditableTitle({ task, isEditable }: EditableTitleProps) {
  const [typed, setTyped] = useState<string>();
  const edit = useCommand(task.key, 'edit', () => setTyped(undefined));

  if (typed === undefined) {
    return (
      <h2 className="text-lg leading-snug font-semibold break-words">
        {isEditable ? (
          <button
            type="button"
            title="Edit the title"
            onClick={() => setTyped(task.title)}
            className="w-full rounded text-left hover:bg-sunken"
          >
            {task.title}
          </button>
        ) : (
          task.title
        )}
      </h2>
    );
  }

  function save(): void {
    const title = typed?.trim() ?? '';
    if (title === '' || title === task.title) setTyped(undefined);
    else edit.mutate({ title });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') setTyped(undefined);
    if (event.key !== 'Enter') return;
    event.preventDefault();
    save();
  }

  return (
    <>
      <TextArea
        aria-label="Title"
        rows={2}
        autoFocus
        maxLength={200}
        className="text-lg font-semibold"
        value={typed}
        onChange={({ target }) => setTyped(target.value.replace(/[\r\n]+/g, ' '))}
        onKeyDown={onKeyDown}
        onBlur={save}
      />
      <FormError error={edit.error} />
    </>
  );
}
