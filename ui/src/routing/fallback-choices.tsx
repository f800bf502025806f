import { EXECUTOR_TYPES, type ExecutorType } from '../../../domain/task/vocabulary.ts';
import { EXECUTOR_LABELS } from '../board/words.ts';
import { Choice } from '../controls/choice.tsx';
import { Field } from '../controls/field.tsx';

interface FallbackChoicesProps {
  readonly executor: ExecutorType;
  readonly chosen: readonly ExecutorType[];
  readonly onChange: (chosen: readonly ExecutorType[]) => void;
}

/** Who is tried instead, in this order: one list for each that is chosen, and one for the next. */
export function FallbackChoices({ executor, chosen, onChange }: FallbackChoicesProps) {
  const others = EXECUTOR_TYPES.filter((type) => type !== executor);
  const shown = chosen.filter((type) => type !== executor);
  const places = shown.length < others.length ? [...shown, undefined] : shown;
  return (
    <fieldset>
      <legend className="mb-1 text-[13px] font-medium text-ink-soft">
        Fallbacks{' '}
        <span className="font-normal text-ink-faint">
          (when nobody is connected, and after all attempts have failed)
        </span>
      </legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {places.map((type, place) => (
          <Field key={type ?? 'NEXT'} label={`Fallback ${place + 1}`}>
            {(control) => (
              <Choice
                {...control}
                values={others.filter((other) => other === type || !shown.includes(other))}
                labels={EXECUTOR_LABELS}
                value={type}
                none="Nobody"
                onChoose={(next) =>
                  onChange([...shown.slice(0, place), ...(next ? [next] : []), ...shown.slice(place + 1)])
                }
              />
            )}
          </Field>
        ))}
      </div>
    </fieldset>
  );
}
