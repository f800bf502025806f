import { X } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { TextBox } from '../controls/field.tsx';

interface LabelRulesProps<Value extends string | number> {
  /** "Type" */
  readonly of: string;
  readonly values: readonly Value[];
  readonly labels: Readonly<Record<Value, string>>;
  readonly rules: readonly { readonly label: string; readonly value: Value }[];
  readonly otherwise: Value;
  readonly onChange: (rules: readonly { readonly label: string; readonly value: Value }[], otherwise: Value) => void;
}

/** What labels of issues make of tasks: the first rule whose label an issue has decides. */
export function LabelRules<Value extends string | number>(props: LabelRulesProps<Value>) {
  const { of, values, labels, rules, otherwise, onChange } = props;
  const change = (index: number, part: { label?: string; value?: Value }) =>
    onChange(
      rules.map((rule, at) => (at === index ? { ...rule, ...part } : rule)),
      otherwise,
    );
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1 text-[13px] font-medium text-ink-soft">{of} by label</legend>
      {rules.map((rule, index) => (
        <div key={index} className="flex items-center gap-2">
          <TextBox
            aria-label={`Label ${index + 1} for ${of.toLowerCase()}`}
            placeholder="label"
            maxLength={50}
            value={rule.label}
            onChange={({ target }) => change(index, { label: target.value })}
          />
          <Choice
            aria-label={`${of} for label ${index + 1}`}
            values={values}
            labels={labels}
            value={rule.value}
            onChoose={(value) => value !== undefined && change(index, { value })}
          />
          <Button
            look="quiet"
            size="icon"
            aria-label={`Remove label ${index + 1} for ${of.toLowerCase()}`}
            onClick={() =>
              onChange(
                rules.filter((_rule, at) => at !== index),
                otherwise,
              )
            }
          >
            <X size={15} aria-hidden />
          </Button>
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-[13px] text-ink-soft">otherwise</span>
        <Choice
          aria-label={`${of} otherwise`}
          className="w-auto!"
          values={values}
          labels={labels}
          value={otherwise}
          onChoose={(value) => value !== undefined && onChange(rules, value)}
        />
        <Button
          look="quiet"
          size="small"
          onClick={() => onChange([...rules, { label: '', value: otherwise }], otherwise)}
        >
          Add a label
        </Button>
      </div>
    </fieldset>
  );
}
