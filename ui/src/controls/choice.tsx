import { Select } from './field.tsx';

interface ChoiceProps<Value extends string | number> {
  readonly values: readonly Value[];
  readonly labels: Readonly<Record<Value, string>>;
  readonly value: Value | undefined;
  readonly onChoose: (value: Value | undefined) => void;
  /** Offered as the choice of nothing. */
  readonly none?: string;
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly className?: string;
}

/** The browser's own list of a vocabulary's words: the best one on a phone, and known to every screen reader. */
export function Choice<Value extends string | number>(props: ChoiceProps<Value>) {
  const { values, labels, value, onChoose, none, ...rest } = props;
  return (
    <Select
      {...rest}
      value={value ?? ''}
      onChange={({ target }) => onChoose(values.find((candidate) => String(candidate) === target.value))}
    >
      {none !== undefined && <option value="">{none}</option>}
      {values.map((candidate) => (
        <option key={candidate} value={candidate}>
          {labels[candidate]}
        </option>
      ))}
    </Select>
  );
}
