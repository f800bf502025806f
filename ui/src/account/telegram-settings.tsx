import { useState } from 'react';
import { NOTIFICATION_KINDS } from '../../../domain/notification/vocabulary.ts';
import type { EditTelegramAccount, TelegramAccountView } from '../../../operations/schemas/telegram.ts';
import { patch } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { KIND_LABELS } from '../notifications/notification-words.ts';
import { CheckList } from '../people/check-list.tsx';
import { useChange } from '../people/use-change.ts';
import { TimeZoneField } from '../settings/time-zone-field.tsx';
import { clockIn } from '../settings/time-zones.ts';

const OPTIONS = NOTIFICATION_KINDS.map((value) => ({ value, label: KIND_LABELS[value] }));
const USUAL_HOURS = { from: '22:00', to: '07:00' };

/** What somebody is told in private, and when not. */
export function TelegramSettings({ account }: { readonly account: TelegramAccountView }) {
  const [told, setTold] = useState(NOTIFICATION_KINDS.filter((kind) => !account.muted.includes(kind)));
  const [isQuiet, setIsQuiet] = useState(account.quietHours !== undefined);
  const [hours, setHours] = useState(account.quietHours ?? { ...USUAL_HOURS, timeZone: ownTimeZone() });
  const change: EditTelegramAccount = {
    muted: NOTIFICATION_KINDS.filter((kind) => !told.includes(kind)),
    quietHours: isQuiet ? hours : null,
  };
  const save = useChange(
    ['own-telegram'],
    () => patch('/account/telegram', change),
    () => notice.done('What the bot tells you is saved'),
  );
  const isComplete = !isQuiet || (hours.from !== '' && hours.to !== '' && clockIn(hours.timeZone) !== undefined);
  return (
    <form
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => (event.preventDefault(), save.mutate(undefined))}
    >
      <CheckList
        label="Told in private"
        hint="The bell shows all of them in any case."
        options={OPTIONS}
        chosen={told}
        onChange={(chosen) => setTold([...chosen])}
      />
      <label className="flex min-h-7 items-center gap-2 max-md:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={isQuiet}
          onChange={({ target }) => setIsQuiet(target.checked)}
        />
        Quiet hours: what comes then is told afterwards
      </label>
      {isQuiet && (
        <div className="grid w-full max-w-xl grid-cols-2 gap-3 md:grid-cols-[1fr_1fr_2fr]">
          <Field label="From" error={fieldError(save.error, 'quietHours.from')}>
            {(control) => (
              <TextBox
                {...control}
                type="time"
                value={hours.from}
                onChange={({ target }) => setHours({ ...hours, from: target.value })}
              />
            )}
          </Field>
          <Field label="To" error={fieldError(save.error, 'quietHours.to')}>
            {(control) => (
              <TextBox
                {...control}
                type="time"
                value={hours.to}
                onChange={({ target }) => setHours({ ...hours, to: target.value })}
              />
            )}
          </Field>
          <div className="max-md:col-span-2">
            <TimeZoneField
              purpose="The hours are of the clocks there"
              value={hours.timeZone}
              error={fieldError(save.error, 'quietHours.timeZone')}
              onChange={(timeZone) => setHours({ ...hours, timeZone })}
            />
          </div>
        </div>
      )}
      <FormError error={save.error} fields={['quietHours']} />
      <Button type="submit" disabled={!isComplete} isBusy={save.isPending}>
        Save
      </Button>
    </form>
  );
}

const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
