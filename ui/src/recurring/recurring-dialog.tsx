import { useState } from 'react';
import { OVERLAP_RULES } from '../../../domain/recurring/recurring-task.ts';
import type { RecurringTaskView } from '../../../operations/schemas/recurring.ts';
import { patch, post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { useChange } from '../people/use-change.ts';
import { metadataProblem } from '../task/new-task.ts';
import { Preview } from './next-times.tsx';
import { bodyOf, draftOf, isComplete, newDraft, type RecurringDraft } from './recurring-draft.ts';
import { TaskFields, TitleField } from './task-fields.tsx';
import { TimingFields } from './timing-fields.tsx';

const SHOWN_ON_FIELDS = [
  'name',
  'template.title',
  'template.description',
  'template.labels',
  'template.checklist',
  'template.assignees',
  'template.workspace',
  'template.metadata',
  'when.date',
  'when.time',
  'when.day',
  'when.weekdays',
  'when.expression',
  'count',
];
const OVERLAP_LABELS = { SKIP: 'Make no other one', ALLOW: 'Make another one' } as const;
const CATCH_UPS = [5, 60, 360, 1440, 4320, 10080] as const;
const CATCH_UP_LABELS: Readonly<Record<number, string>> = {
  5: 'Up to 5 minutes',
  60: 'Up to an hour',
  360: 'Up to 6 hours',
  1440: 'Up to a day',
  4320: 'Up to 3 days',
  10080: 'Up to a week',
};

interface RecurringDialogProps {
  readonly project: string;
  readonly timeZone: string;
  /** Absent for a new one. */
  readonly recurring?: RecurringTaskView;
  readonly onDone: (recurring: RecurringTaskView) => void;
  readonly onClose: () => void;
}

/** What is made again and again, and when. */
export function RecurringDialog({ project, timeZone, recurring, onDone, onClose }: RecurringDialogProps) {
  const [draft, setDraft] = useState(() => (recurring ? draftOf(recurring) : newDraft(project, timeZone)));
  const change = (part: Partial<RecurringDraft>) => setDraft((shown) => ({ ...shown, ...part }));
  const save = useChange(
    ['recurring-tasks'],
    () =>
      recurring
        ? patch<RecurringTaskView>(`/recurring-tasks/${recurring.id}`, bodyOf(draft, recurring))
        : post<RecurringTaskView>(`/projects/${project}/recurring-tasks`, bodyOf(draft)),
    (saved) => {
      onClose();
      onDone(saved);
    },
  );
  const error = (...paths: string[]) => fieldError(save.error, ...paths);
  const canSave = isComplete(draft) && metadataProblem(draft.task.metadata) === undefined;
  return (
    <Dialog
      isWide
      title={recurring ? 'Edit recurring task' : 'New recurring task'}
      description={recurring ? 'Tasks are made in your name once you save it.' : 'Tasks are made in your name.'}
      onClose={onClose}
    >
      <form
        className="contents"
        onSubmit={(event) => (event.preventDefault(), canSave && !save.isPending && save.mutate(undefined))}
      >
        <DialogBody>
          <TitleField
            value={draft.task.title}
            error={error('template.title')}
            onChange={(title) => change({ task: { ...draft.task, title } })}
          />
          <TimingFields draft={draft} timeZone={timeZone} error={error} onChange={change} />
          <Preview project={project} draft={draft} number={(recurring?.made ?? 0) + 1} />
          <div className="grid gap-3 md:grid-cols-2">
            <Field label="While the last task is open" error={error('overlap')}>
              {(control) => (
                <Choice
                  {...control}
                  values={OVERLAP_RULES}
                  labels={OVERLAP_LABELS}
                  value={draft.overlap}
                  onChoose={(overlap) => overlap && change({ overlap })}
                />
              )}
            </Field>
            <Field label="Made late" hint="After everything was away" error={error('catchUpMinutes')}>
              {(control) => (
                <Choice
                  {...control}
                  values={[...new Set([...CATCH_UPS, draft.catchUpMinutes])].toSorted((one, other) => one - other)}
                  labels={{ [draft.catchUpMinutes]: `Up to ${draft.catchUpMinutes} minutes`, ...CATCH_UP_LABELS }}
                  value={draft.catchUpMinutes}
                  onChoose={(catchUpMinutes) => catchUpMinutes !== undefined && change({ catchUpMinutes })}
                />
              )}
            </Field>
          </div>
          <TaskFields draft={draft} error={error} onChange={change} />
          <Field label="Name" hint="What it is called in lists; the title if empty" error={error('name')}>
            {(control) => (
              <TextBox
                {...control}
                maxLength={200}
                placeholder={draft.task.title}
                value={draft.name}
                onChange={({ target }) => change({ name: target.value })}
              />
            )}
          </Field>
          <FormError error={save.error} fields={SHOWN_ON_FIELDS} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={!canSave} isBusy={save.isPending}>
            {recurring ? 'Save' : 'Set up'}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
