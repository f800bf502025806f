import { useState } from 'react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { useCommand } from '../api/use-command.ts';
import { Button } from '../controls/button.tsx';
import { FormError } from '../controls/form-error.tsx';
import { Markdown } from '../controls/markdown.tsx';
import { MarkdownEditor } from '../controls/markdown-editor.tsx';
import { Section } from './section.tsx';

interface EditableDescriptionProps {
  readonly task: TaskView;
  readonly isEditable: boolean;
}

export function EditableDescription({ task, isEditable }: EditableDescriptionProps) {
  const [typed, setTyped] = useState<string>();
  const edit = useCommand(task.key, 'edit', () => setTyped(undefined));

  if (typed !== undefined) {
    return (
      <Section title="Description">
        <form
          className="flex flex-col gap-2 pt-4"
          onSubmit={(event) => (event.preventDefault(), edit.mutate({ description: typed }))}
        >
          <MarkdownEditor
            aria-label="Description"
            rows={8}
            autoFocus
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
          <FormError error={edit.error} />
          <div className="flex gap-2">
            <Button look="primary" type="submit" isBusy={edit.isPending}>
              Save
            </Button>
            <Button onClick={() => setTyped(undefined)}>Back</Button>
          </div>
        </form>
      </Section>
    );
  }
  return (
    <Section
      title="Description"
      action={
        isEditable && (
          <Button look="quiet" size="small" aria-label="Edit description" onClick={() => setTyped(task.description)}>
            Edit
          </Button>
        )
      }
    >
      {task.description.trim() === '' ? (
        <p className="text-[13px] text-ink-faint">Nothing written.</p>
      ) : (
        <Markdown>{task.description}</Markdown>
      )}
    </Section>
  );
}
