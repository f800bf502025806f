import { useState } from 'react';
import { STANDUP_MINUTES, WEEKDAYS } from '../../../domain/standup/settings.ts';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { Button } from '../controls/button.tsx';
import { Field, Select } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { CheckList } from '../people/check-list.tsx';
import { Panel } from '../people/panel.tsx';
import { clockIn } from './time-zones.ts';
import { useProjectEdit } from './use-project-edit.ts';

const DAYS = WEEKDAYS.map((day, index) => ({
  value: String(index + 1),
  label: `${day.slice(0, 1)}${day.slice(1).toLowerCase()}`,
}));
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const TIMES = HOURS.flatMap((hour) => STANDUP_MINUTES.map((minute) => ({ hour, minute })));

/** When the standup is kept. */
export function StandupPanel({ project }: { readonly project: ProjectView }) {
  const [standup, setStandup] = useState(project.standup);
  const { isOn, weekdays } = standup;
  const save = useProjectEdit(project);
  const isChanged = JSON.stringify(standup) !== JSON.stringify(project.standup);
  const chooseDays = (days: readonly string[]) =>
    setStandup({ ...standup, weekdays: days.map(Number).toSorted((one, other) => one - other) });
  return (
    <Panel title="Standup" note="What was done, what waits and what to do first, kept each day and sent to the chat.">
      <form className="flex flex-col gap-3" onSubmit={(event) => (event.preventDefault(), save.mutate({ standup }))}>
        <label className="flex min-h-7 items-center gap-2 max-md:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={isOn}
            onChange={({ target }) => setStandup({ ...standup, isOn: target.checked })}
          />
          Keep a standup
        </label>
        {isOn && (
          <>
            <Field
              label="Time"
              className="max-w-48"
              hint={`${project.timeZone}, where it is ${clockIn(project.timeZone) ?? '?'} now`}
              error={fieldError(save.error, 'standup.hour')}
            >
              {(control) => (
                <Select
                  {...control}
                  value={textOf(standup)}
                  onChange={({ target }) =>
                    setStandup({ ...standup, ...TIMES.find((time) => textOf(time) === target.value) })
                  }
                >
                  {TIMES.map(textOf).map((time) => (
                    <option key={time}>{time}</option>
                  ))}
                </Select>
              )}
            </Field>
            <CheckList
              label="Days"
              hint="Of the project's own week, whatever the clocks do."
              options={DAYS}
              chosen={weekdays.map(String)}
              onChange={chooseDays}
            />
          </>
        )}
        <FormError error={save.error} fields={['standup.hour']} />
        <div>
          <Button
            look="primary"
            type="submit"
            disabled={!isChanged || (isOn && weekdays.length === 0)}
            isBusy={save.isPending}
          >
            Save standup
          </Button>
        </div>
      </form>
    </Panel>
  );
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** "09:15" */
const textOf = ({ hour, minute }: { readonly hour: number; readonly minute: number }): string =>
  `${twoDigits(hour)}:${twoDigits(minute)}`;
