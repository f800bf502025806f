import { useState } from 'react';
import { TASK_STATUSES, type TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { STATUS_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { Panel } from '../people/panel.tsx';
import { useProjectEdit } from './use-project-edit.ts';

/** What ends is not limited. */
const LIMITED = TASK_STATUSES.filter((status) => status !== 'DONE' && status !== 'CANCELED');
type Limits = Partial<Record<TaskStatus, string>>;

/** How much work at once a project wants in each column. */
export function BoardPanel({ project }: { readonly project: ProjectView }) {
  const [limits, setLimits] = useState<Limits>(() => textsOf(project));
  const save = useProjectEdit(project);
  const isChanged = JSON.stringify(numbersOf(limits)) !== JSON.stringify(numbersOf(textsOf(project)));
  const error = (status: TaskStatus) => fieldError(save.error, `columnLimits.${status}`);
  return (
    <Panel title="Board" note="How many tasks a column should hold at most. More are shown as a warning, not refused.">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => (event.preventDefault(), save.mutate({ columnLimits: numbersOf(limits) }))}
      >
        <div className="grid grid-cols-2 gap-3 md:grid-cols-6">
          {LIMITED.map((status) => (
            <Field key={status} label={STATUS_LABELS[status]} error={error(status)}>
              {(control) => (
                <TextBox
                  {...control}
                  type="number"
                  inputMode="numeric"
                  min={1}
                  max={9_999}
                  placeholder="none"
                  value={limits[status] ?? ''}
                  onChange={({ target }) => setLimits({ ...limits, [status]: target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <FormError error={save.error} fields={['columnLimits']} />
        <div>
          <Button look="primary" type="submit" disabled={!isChanged} isBusy={save.isPending}>
            Save limits
          </Button>
        </div>
      </form>
    </Panel>
  );
}

const textsOf = ({ columnLimits }: ProjectView): Limits =>
  Object.fromEntries(LIMITED.map((status) => [status, columnLimits[status]?.toString() ?? '']));

const numbersOf = (limits: Limits): ProjectView['columnLimits'] =>
  Object.fromEntries(
    LIMITED.flatMap((status) => {
      const text = limits[status] ?? '';
      return text === '' ? [] : [[status, Number(text)]];
    }),
  );
