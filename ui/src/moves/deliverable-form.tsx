import { useState, type ReactNode } from 'react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import type { SubmitInput } from '../api/commands.ts';
import { Button } from '../controls/button.tsx';
import { DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextArea, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { MarkdownEditor } from '../controls/markdown-editor.tsx';
import { DeliverableFiles, type DeliverableFile } from './deliverable-files.tsx';

type Checklist = TaskView['checklist'];

interface DeliverableFormProps {
  readonly task: TaskView;
  readonly verb: string;
  readonly error: Error | null;
  readonly isBusy: boolean;
  /** What else is asked for. */
  readonly children?: ReactNode;
  readonly onSubmit: (input: SubmitInput) => void;
  readonly onClose: () => void;
}

/** What was done, with its files, and for every point of the checklist a check or a note. */
export function DeliverableForm({ task, verb, error, isBusy, children, onSubmit, onClose }: DeliverableFormProps) {
  const [summary, setSummary] = useState(task.deliverable?.summary ?? '');
  const [content, setContent] = useState(task.deliverable?.content ?? '');
  const [files, setFiles] = useState<readonly DeliverableFile[]>(task.deliverable?.artifacts ?? []);
  const [isUploading, setIsUploading] = useState(false);
  const [checklist, setChecklist] = useState<Checklist>(task.checklist);
  const isSettled = checklist.every(({ checked, note }) => checked || (note ?? '').trim() !== '');

  function submit(): void {
    const { branch, commit } = task.deliverable ?? {};
    onSubmit({
      summary: summary.trim(),
      ...(content.trim() !== '' && { content }),
      ...(files.length > 0 && { artifacts: files.map(({ id }) => id) }),
      ...(branch !== undefined && { branch }),
      ...(commit !== undefined && { commit }),
      ...(checklist.length > 0 && { checklist }),
    });
  }

  return (
    <form className="contents" onSubmit={(event) => (event.preventDefault(), submit())}>
      <DialogBody>
        <Field
          label="Summary"
          error={fieldError(error, 'summary', 'deliverable.summary')}
          hint="What was done, for whoever reviews it."
        >
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              autoFocus
              value={summary}
              onChange={({ target }) => setSummary(target.value)}
            />
          )}
        </Field>
        <Field label="Content" error={fieldError(error, 'content')}>
          {(control) => (
            <MarkdownEditor
              {...control}
              rows={6}
              value={content}
              onChange={({ target }) => setContent(target.value)}
              placeholder="Markdown, optional"
            />
          )}
        </Field>
        <DeliverableFiles taskKey={task.key} files={files} onChange={setFiles} onBusy={setIsUploading} />
        {checklist.length > 0 && <ChecklistAnswers checklist={checklist} onChange={setChecklist} />}
        {children}
        <FormError error={error} fields={['summary', 'deliverable.summary', 'content']} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Back</Button>
        <Button
          look="primary"
          type="submit"
          disabled={summary.trim() === '' || !isSettled || isUploading}
          isBusy={isBusy}
        >
          {verb}
        </Button>
      </DialogFooter>
    </form>
  );
}

interface ChecklistAnswersProps {
  readonly checklist: Checklist;
  readonly onChange: (checklist: Checklist) => void;
}

const ChecklistAnswers = ({ checklist, onChange }: ChecklistAnswersProps) => (
  <fieldset className="flex flex-col gap-2">
    <legend className="mb-1 text-[13px] font-medium text-ink-soft">Checklist: check each point or say why not</legend>
    {checklist.map((item, index) => (
      <div key={index} className="flex flex-col gap-1">
        <label className="flex items-center gap-2 max-md:min-h-9">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={item.checked}
            onChange={({ target }) => onChange(checklist.with(index, { ...item, checked: target.checked }))}
          />
          {item.label}
        </label>
        {!item.checked && (
          <TextBox
            className="ml-6 w-auto!"
            aria-label={`Note on ${item.label}`}
            placeholder="Why it is not done"
            maxLength={500}
            value={item.note ?? ''}
            onChange={({ target }) => onChange(checklist.with(index, { ...item, note: target.value }))}
          />
        )}
      </div>
    ))}
  </fieldset>
);
