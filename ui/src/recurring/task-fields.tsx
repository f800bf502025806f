import { useQuery } from '@tanstack/react-query';
import { PLACEHOLDERS } from '../../../domain/recurring/placeholders.ts';
import { PRIORITIES, TASK_TYPES } from '../../../domain/task/vocabulary.ts';
import { membersQuery } from '../api/queries.ts';
import { PRIORITY_LABELS, TYPE_LABELS } from '../board/words.ts';
import { Choice } from '../controls/choice.tsx';
import { Field, TextArea, TextBox } from '../controls/field.tsx';
import { MarkdownEditor } from '../controls/markdown-editor.tsx';
import { CheckList } from '../people/check-list.tsx';
import { DollarField } from '../settings/dollar-field.tsx';
import { AdvancedFields } from '../task/advanced-fields.tsx';
import type { NewTask } from '../task/new-task.ts';
import { memberKey, type RecurringDraft } from './recurring-draft.ts';

interface TitleFieldProps {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (title: string) => void;
}

const FILLED_IN = `${PLACEHOLDERS.map((name) => `{{${name}}}`).join(' ')} are filled in.`;

export const TitleField = ({ value, error, onChange }: TitleFieldProps) => (
  <Field label="Title of the tasks" hint={FILLED_IN} error={error}>
    {(control) => (
      <TextBox
        {...control}
        autoFocus
        maxLength={200}
        placeholder="Report of {{week}}"
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    )}
  </Field>
);

interface TaskFieldsProps {
  readonly draft: RecurringDraft;
  readonly error: (...paths: string[]) => string | undefined;
  readonly onChange: (change: Partial<RecurringDraft>) => void;
}

/** What each task begins with, besides its title. */
export function TaskFields({ draft, error: errorAt, onChange }: TaskFieldsProps) {
  const { task } = draft;
  const set = (change: Partial<NewTask>) => onChange({ task: { ...task, ...change } });
  const error = (...paths: string[]) => errorAt(...paths.map((path) => `template.${path}`));
  return (
    <>
      <Field label="Description" error={error('description')}>
        {(control) => (
          <MarkdownEditor
            {...control}
            rows={4}
            placeholder="Markdown"
            value={task.description}
            onChange={({ target }) => set({ description: target.value })}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
        <Field label="Type" error={error('type')}>
          {(control) => (
            <Choice
              {...control}
              values={TASK_TYPES}
              labels={TYPE_LABELS}
              value={task.type}
              onChoose={(type) => type && set({ type })}
            />
          )}
        </Field>
        <Field label="Priority" error={error('priority')}>
          {(control) => (
            <Choice
              {...control}
              values={PRIORITIES}
              labels={PRIORITY_LABELS}
              value={task.priority}
              onChoose={(priority) => priority && set({ priority })}
            />
          )}
        </Field>
        <DollarField
          label="Budget"
          placeholder="by type"
          value={task.budget}
          error={error('budgetMicros')}
          onChange={(budget) => set({ budget })}
        />
        <Field label="Due after hours" error={error('dueInHours')}>
          {(control) => (
            <TextBox
              {...control}
              type="number"
              inputMode="numeric"
              min={1}
              max={8760}
              placeholder="never"
              value={draft.dueInHours}
              onChange={({ target }) => onChange({ dueInHours: target.value })}
            />
          )}
        </Field>
      </div>
      <Assignees draft={draft} error={errorAt} onChange={onChange} />
      <Field label="Labels" hint="Separated by commas or spaces" error={error('labels')}>
        {(control) => (
          <TextBox {...control} value={task.labels} onChange={({ target }) => set({ labels: target.value })} />
        )}
      </Field>
      <Field label="Checklist" hint="One point a line: what must be true when it is done" error={error('checklist')}>
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            value={task.checklist}
            onChange={({ target }) => set({ checklist: target.value })}
          />
        )}
      </Field>
      <AdvancedFields draft={task} error={error} onChange={set} />
    </>
  );
}

function Assignees({ draft, error, onChange }: TaskFieldsProps) {
  const members = useQuery(membersQuery(draft.task.project)).data?.items ?? [];
  if (members.length === 0) return null;
  return (
    <CheckList
      label="Assignees"
      hint={error('template.assignees') ?? 'None: tasks wait in the inbox.'}
      options={members.map((member) => ({ value: memberKey(member), label: member.name }))}
      chosen={draft.assignees}
      onChange={(assignees) => onChange({ assignees })}
    />
  );
}
