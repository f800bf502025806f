import { useId } from 'react';
import { Field, TextBox } from '../controls/field.tsx';
import { clockIn, TIME_ZONES } from './time-zones.ts';

const MIDNIGHT = 'Budgets start anew at midnight there';

interface TimeZoneFieldProps {
  readonly value: string;
  readonly onChange: (zone: string) => void;
  readonly error: string | undefined;
  /** What the zone is for, as the beginning of a sentence. */
  readonly purpose?: string;
}

/** The browser's own list that is searched by typing: it works on a phone, and every screen reader knows it. */
export function TimeZoneField({ value, onChange, error, purpose = MIDNIGHT }: TimeZoneFieldProps) {
  const listId = useId();
  const clock = clockIn(value);
  return (
    <Field
      label="Time zone"
      hint={`${purpose}; it is ${clock ?? '?'} now.`}
      error={clock === undefined ? 'No time zone has this name: type to search, such as Berlin' : error}
    >
      {(control) => (
        <>
          <TextBox
            {...control}
            list={listId}
            spellCheck={false}
            autoCapitalize="none"
            value={value}
            onFocus={({ target }) => target.select()}
            onChange={({ target }) => onChange(target.value)}
          />
          <datalist id={listId}>
            {TIME_ZONES.map((zone) => (
              <option key={zone} value={zone}>
                {zone}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
