import { weekdayInWords } from '../../../domain/recurring/timing-words.ts';
import { Choice } from '../controls/choice.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { CheckList } from '../people/check-list.tsx';
import {
  END_CHOICES,
  TIMING_CHOICES,
  type EndChoice,
  type RecurringDraft,
  type TimingChoice,
} from './recurring-draft.ts';

const TIMING_LABELS: Readonly<Record<TimingChoice, string>> = {
  ONCE: 'Once',
  DAILY: 'Every day',
  WEEKDAYS: 'Every weekday',
  WEEKLY: 'Every week',
  MONTHLY: 'Every month',
  CRON: 'By a cron expression',
};
const END_LABELS: Readonly<Record<EndChoice, string>> = {
  NEVER: 'Never',
  ON_DAY: 'After a day',
  AFTER: 'After a number of tasks',
};
const DAYS = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: weekdayInWords(day) }));

interface TimingFieldsProps {
  readonly draft: RecurringDraft;
  readonly timeZone: string;
  readonly error: (...paths: string[]) => string | undefined;
  readonly onChange: (change: Partial<RecurringDraft>) => void;
}

/** When tasks are made, and until when. */
export function TimingFields({ draft, timeZone, error, onChange }: TimingFieldsProps) {
  const { choice } = draft;
  return (
    <>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3">
        <Field label="When" className="max-md:col-span-2">
          {(control) => (
            <Choice
              {...control}
              values={TIMING_CHOICES}
              labels={TIMING_LABELS}
              value={choice}
              onChoose={(chosen) => chosen && onChange({ choice: chosen })}
            />
          )}
        </Field>
        {choice === 'ONCE' && (
          <Field label="Day" error={error('when.date')}>
            {(control) => (
              <TextBox
                {...control}
                type="date"
                value={draft.date}
                onChange={({ target }) => onChange({ date: target.value })}
              />
            )}
          </Field>
        )}
        {choice === 'MONTHLY' && (
          <Field label="Day of the month" hint="Shorter months: their last day" error={error('when.day')}>
            {(control) => (
              <TextBox
                {...control}
                type="number"
                inputMode="numeric"
                min={1}
                max={31}
                value={draft.day}
                onChange={({ target }) => onChange({ day: target.value })}
              />
            )}
          </Field>
        )}
        {choice === 'CRON' ? (
          <Field label="Expression" hint={timeZone} error={error('when.expression')}>
            {(control) => (
              <TextBox
                {...control}
                className="font-mono"
                placeholder="0 9 * * 1-5"
                maxLength={100}
                value={draft.expression}
                onChange={({ target }) => onChange({ expression: target.value })}
              />
            )}
          </Field>
        ) : (
          <Field label="Time" hint={timeZone} error={error('when.time')}>
            {(control) => (
              <TextBox
                {...control}
                type="time"
                value={draft.time}
                onChange={({ target }) => onChange({ time: target.value })}
              />
            )}
          </Field>
        )}
      </div>
      {choice === 'WEEKLY' && (
        <CheckList
          label="Days"
          hint={error('when.weekdays') ?? 'Of the week where the project is.'}
          options={DAYS}
          chosen={draft.weekdays.map(String)}
          onChange={(days) => onChange({ weekdays: days.map(Number).toSorted((one, other) => one - other) })}
        />
      )}
      {choice !== 'ONCE' && <EndFields draft={draft} error={error} onChange={onChange} />}
    </>
  );
}

const EndFields = ({ draft, error, onChange }: Omit<TimingFieldsProps, 'timeZone'>) => (
  <div className="grid grid-cols-2 gap-3 md:grid-cols-3">
    <Field label="Ends">
      {(control) => (
        <Choice
          {...control}
          values={END_CHOICES}
          labels={END_LABELS}
          value={draft.end}
          onChoose={(end) => end && onChange({ end })}
        />
      )}
    </Field>
    {draft.end === 'ON_DAY' && (
      <Field label="Last day" error={error('until')}>
        {(control) => (
          <TextBox
            {...control}
            type="date"
            value={draft.until}
            onChange={({ target }) => onChange({ until: target.value })}
          />
        )}
      </Field>
    )}
    {draft.end === 'AFTER' && (
      <Field label="Tasks" error={error('count')}>
        {(control) => (
          <TextBox
            {...control}
            type="number"
            inputMode="numeric"
            min={1}
            max={10_000}
            value={draft.count}
            onChange={({ target }) => onChange({ count: target.value })}
          />
        )}
      </Field>
    )}
  </div>
);
