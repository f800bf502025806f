import { Field, TextBox } from '../controls/field.tsx';

interface DollarFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly placeholder: string;
  readonly value: string;
  readonly error?: string | undefined;
  readonly onChange: (value: string) => void;
}

/** An amount in US dollars; empty is none of its own. */
export const DollarField = ({ label, hint, placeholder, value, error, onChange }: DollarFieldProps) => (
  <Field label={label} error={error} {...(hint !== undefined && { hint })}>
    {(control) => (
      <div className="relative">
        <span aria-hidden className="absolute inset-y-0 left-2.5 flex items-center text-ink-faint">
          $
        </span>
        <TextBox
          {...control}
          type="number"
          inputMode="decimal"
          min="0"
          max="1000000"
          step="0.01"
          className="pl-6"
          placeholder={placeholder}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      </div>
    )}
  </Field>
);
