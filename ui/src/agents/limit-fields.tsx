import { UNITS, type Unit } from '../../../domain/budget/amounts.ts';
import { Field, TextBox } from '../controls/field.tsx';
import { PERIODS, roleLimitText, type AgentDraft } from './agent-draft.ts';

const PERIOD_LABELS = { perDay: 'Per day', perRun: 'Per run' } as const;
const LABELS: Readonly<Record<Unit, string>> = { micros: 'Dollars', tokens: 'Tokens', seconds: 'Minutes' };

interface LimitFieldsProps {
  readonly draft: AgentDraft;
  readonly problem: (...paths: string[]) => string | undefined;
  readonly onChange: (limits: AgentDraft['limits']) => void;
}

/** What an agent may use up; an empty field shows what its role gives. */
export const LimitFields = ({ draft: { role, limits }, problem, onChange }: LimitFieldsProps) => (
  <fieldset className="flex flex-col gap-2">
    <legend className="mb-1 text-[13px] font-medium text-ink-soft">
      Limits <span className="font-normal text-ink-faint">(empty: as its role)</span>
    </legend>
    {PERIODS.map((period) => (
      <div key={period} className="grid grid-cols-3 gap-3">
        {UNITS.map((unit) => (
          <Field
            key={unit}
            label={`${PERIOD_LABELS[period]}: ${LABELS[unit].toLowerCase()}`}
            error={problem(`limits.${period}.${unit}`)}
          >
            {(control) => (
              <TextBox
                {...control}
                inputMode="decimal"
                placeholder={roleLimitText(role, period, unit)}
                value={limits[period][unit]}
                onChange={({ target }) =>
                  onChange({ ...limits, [period]: { ...limits[period], [unit]: target.value } })
                }
              />
            )}
          </Field>
        ))}
      </div>
    ))}
  </fieldset>
);
