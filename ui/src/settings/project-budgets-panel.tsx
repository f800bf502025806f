import { useState } from 'react';
import { defaultTaskBudget } from '../../../domain/budget/task-budget.ts';
import { TASK_TYPES, type TaskType } from '../../../domain/task/vocabulary.ts';
import type { EditProject, ProjectView } from '../../../operations/schemas/project.ts';
import { TYPE_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { Panel } from '../people/panel.tsx';
import { DollarField } from './dollar-field.tsx';
import { amountIn, dollarText } from './dollar-text.ts';
import { useProjectEdit } from './use-project-edit.ts';

type TaskBudgetTexts = Readonly<Record<TaskType, string>>;

/** What the project may cost in a month, and each task by its type. */
export function ProjectBudgetsPanel({ project }: { readonly project: ProjectView }) {
  const [monthly, setMonthly] = useState(dollarText(project.monthlyBudgetMicros));
  const [texts, setTexts] = useState<TaskBudgetTexts>(textsOf(project));
  const save = useProjectEdit(project);
  const change = editOf(monthly, texts);
  const isChanged =
    JSON.stringify(change) !== JSON.stringify(editOf(dollarText(project.monthlyBudgetMicros), textsOf(project)));
  return (
    <Panel title="Budgets" note="In US dollars. A task is told what it may cost when it is made.">
      <form className="flex flex-col gap-4" onSubmit={(event) => (event.preventDefault(), save.mutate(change))}>
        <div className="max-w-xs">
          <DollarField
            label="Monthly budget"
            hint="Empty: none. The cost page shows how fast it is used."
            placeholder="No budget"
            value={monthly}
            error={fieldError(save.error, 'monthlyBudgetMicros')}
            onChange={setMonthly}
          />
        </div>
        <fieldset>
          <legend className="mb-1.5 text-[13px] text-ink-soft">
            For one task; empty: the built-in figure shown in grey.
          </legend>
          <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
            {TASK_TYPES.map((type) => (
              <DollarField
                key={type}
                label={TYPE_LABELS[type]}
                placeholder={dollarText(defaultTaskBudget(type))}
                value={texts[type]}
                error={fieldError(save.error, `taskBudgets.${type}`)}
                onChange={(text) => setTexts({ ...texts, [type]: text })}
              />
            ))}
          </div>
        </fieldset>
        <FormError error={save.error} fields={['monthlyBudgetMicros', 'taskBudgets']} />
        <div>
          <Button look="primary" type="submit" disabled={!isChanged} isBusy={save.isPending}>
            Save budgets
          </Button>
        </div>
      </form>
    </Panel>
  );
}

const textsOf = ({ taskBudgets }: ProjectView): TaskBudgetTexts =>
  Object.fromEntries(TASK_TYPES.map((type) => [type, dollarText(taskBudgets[type])])) as TaskBudgetTexts;

function editOf(monthly: string, texts: TaskBudgetTexts): EditProject {
  const own = TASK_TYPES.map((type) => [type, amountIn(texts[type])] as const);
  return {
    monthlyBudgetMicros: amountIn(monthly) ?? null,
    taskBudgets: Object.fromEntries(own.filter(([, amount]) => amount !== undefined)),
  };
}
