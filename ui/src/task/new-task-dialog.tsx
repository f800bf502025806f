import { useNavigate } from '@tanstack/react-router';
import { useState, type KeyboardEvent } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { PRIORITIES, TASK_TYPES } from '../../../domain/task/vocabulary.ts';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { createTask } from '../api/commands.ts';
import { projectsQuery } from '../api/queries.ts';
import { useWrite } from '../api/use-command.ts';
import { PRIORITY_LABELS, TYPE_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, Select, TextArea, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { MarkdownEditor } from '../controls/markdown-editor.tsx';
import { notice } from '../controls/notice.ts';
import { AdvancedFields } from './advanced-fields.tsx';
import { EMPTY_DRAFT, inputOf, metadataProblem, rememberType, type NewTask } from './new-task.ts';

const SHOWN_ON_FIELDS = [
  'project',
  'title',
  'description',
  'labels',
  'checklist',
  'workspace.repositoryUrl',
  'workspace.baseBranch',
  'metadata',
  'budgetMicros',
];

interface NewTaskDialogProps {
  readonly project: ProjectView;
  /** The task that the new one is part of. */
  readonly parent?: TaskView;
  readonly onClose: () => void;
}

export default function NewTaskDialog({ project, parent, onClose }: NewTaskDialogProps) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const projects = useQuery(projectsQuery).data?.items ?? [project];
  const [draft, setDraft] = useState<NewTask>({
    ...EMPTY_DRAFT,
    project: project.slug,
    ...(parent && { parent: parent.key, type: parent.type }),
  });
  const set = (change: Partial<NewTask>) => setDraft((shown) => ({ ...shown, ...change }));
  const create = useWrite(createTask, ({ task }) => {
    if (parent) void client.invalidateQueries({ queryKey: ['subtasks'] });
    else rememberType(draft.type);
    notice.done(`${task.key} created`);
    onClose();
    if (task.projectId !== project.slug)
      void navigate({ to: '/p/$project', params: { project: task.projectId }, search: {} });
  });
  const jsonProblem = metadataProblem(draft.metadata);
  const canSubmit = draft.title.trim() !== '' && jsonProblem === undefined;
  const submit = () => canSubmit && !create.isPending && create.mutate(inputOf(draft));
  const error = (...paths: string[]) => fieldError(create.error, ...paths);

  function submitOnCtrlEnter(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
  }

  return (
    <Dialog title={parent ? `New sub-task of ${parent.key}` : 'New task'} onClose={onClose} isWide>
      <form className="contents" onSubmit={(event) => (event.preventDefault(), submit())}>
        <DialogBody>
          <Field label="Title" error={error('title')}>
            {(control) => (
              <TextBox
                {...control}
                autoFocus
                required
                maxLength={200}
                placeholder="What should be done"
                value={draft.title}
                onChange={({ target }) => set({ title: target.value })}
              />
            )}
          </Field>
          <Field label="Description" error={error('description')}>
            {(control) => (
              <MarkdownEditor
                {...control}
                onKeyDown={submitOnCtrlEnter}
                rows={5}
                placeholder="Markdown"
                value={draft.description}
                onChange={({ target }) => set({ description: target.value })}
              />
            )}
          </Field>
          <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
            <Field label="Project" error={error('project')}>
              {(control) => (
                <Select
                  {...control}
                  disabled={parent !== undefined}
                  value={draft.project}
                  onChange={({ target }) => set({ project: target.value })}
                >
                  {projects.map(({ slug, name }) => (
                    <option key={slug} value={slug}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Field label="Type" error={error('type')}>
              {(control) => (
                <Choice
                  {...control}
                  values={TASK_TYPES}
                  labels={TYPE_LABELS}
                  value={draft.type}
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
                  value={draft.priority}
                  onChoose={(priority) => priority && set({ priority })}
                />
              )}
            </Field>
            <Field label="Budget in dollars" error={error('budgetMicros')}>
              {(control) => (
                <TextBox
                  {...control}
                  type="number"
                  inputMode="decimal"
                  min={0}
                  step="0.01"
                  placeholder="by type"
                  value={draft.budget}
                  onChange={({ target }) => set({ budget: target.value })}
                />
              )}
            </Field>
          </div>
          <Field label="Labels" hint="Separated by commas or spaces" error={error('labels')}>
            {(control) => (
              <TextBox {...control} value={draft.labels} onChange={({ target }) => set({ labels: target.value })} />
            )}
          </Field>
          <Field
            label="Checklist"
            hint="One point a line: what must be true when it is done"
            error={error('checklist')}
          >
            {(control) => (
              <TextArea
                {...control}
                onKeyDown={submitOnCtrlEnter}
                rows={3}
                value={draft.checklist}
                onChange={({ target }) => set({ checklist: target.value })}
              />
            )}
          </Field>
          <AdvancedFields draft={draft} error={error} onChange={set} />
          <FormError error={create.error} fields={SHOWN_ON_FIELDS} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={!canSubmit} isBusy={create.isPending}>
            Create task
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
