import { TASK_TYPES, type TaskType } from '../../../domain/task/vocabulary.ts';
import { TYPE_LABELS } from '../board/words.ts';

interface TypeBoxesProps {
  readonly chosen: readonly TaskType[];
  readonly onChange: (chosen: readonly TaskType[]) => void;
}

/** The types of tasks that an agent takes; none of them means all. */
export const TypeBoxes = ({ chosen, onChange }: TypeBoxesProps) => (
  <fieldset>
    <legend className="mb-1 text-[13px] font-medium text-ink-soft">
      Task types <span className="font-normal text-ink-faint">(none ticked: all)</span>
    </legend>
    <div className="grid grid-cols-4 gap-x-3 max-md:grid-cols-2">
      {TASK_TYPES.map((type) => (
        <label key={type} className="flex min-h-7 items-center gap-2 text-[13px] max-md:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={chosen.includes(type)}
            onChange={({ target }) =>
              onChange(TASK_TYPES.filter((each) => (each === type ? target.checked : chosen.includes(each))))
            }
          />
          {TYPE_LABELS[type]}
        </label>
      ))}
    </div>
  </fieldset>
);
