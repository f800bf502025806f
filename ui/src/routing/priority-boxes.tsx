import { PRIORITIES, type Priority } from '../../../domain/task/vocabulary.ts';
import { PRIORITY_LABELS } from '../board/words.ts';

interface PriorityBoxesProps {
  readonly chosen: readonly Priority[];
  readonly onChange: (chosen: readonly Priority[]) => void;
}

/** The priorities that a rule is for; none of them means all. */
export const PriorityBoxes = ({ chosen, onChange }: PriorityBoxesProps) => (
  <fieldset>
    <legend className="mb-1 text-[13px] font-medium text-ink-soft">
      Priorities <span className="font-normal text-ink-faint">(none ticked: all)</span>
    </legend>
    <div className="grid grid-cols-4 gap-x-3 max-md:grid-cols-2">
      {PRIORITIES.map((priority) => (
        <label key={priority} className="flex min-h-7 items-center gap-2 text-[13px] max-md:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={chosen.includes(priority)}
            onChange={({ target }) =>
              onChange(PRIORITIES.filter((each) => (each === priority ? target.checked : chosen.includes(each))))
            }
          />
          {PRIORITY_LABELS[priority]}
        </label>
      ))}
    </div>
  </fieldset>
);
