import { Button } from '../controls/button.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { scopesIn } from './new-key.ts';

/** The areas that scripts ask for most. */
const AREAS = ['tasks', 'approvals', 'executions', 'projects', 'agents', 'analytics', 'alerts', 'stream'];

interface ScopesFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

/** Narrows a key to some operations: whole areas by a press, single operations by their name. */
export function ScopesField({ value, onChange, error }: ScopesFieldProps) {
  const chosen = scopesIn(value);
  const toggle = (area: string) =>
    onChange((chosen.includes(area) ? chosen.filter((scope) => scope !== area) : [...chosen, area]).join(' '));
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Scopes"
        hint="Empty: everything that the key’s role may do. Or areas like tasks, or operations like tasks.read."
        error={error}
      >
        {(control) => (
          <TextBox
            {...control}
            spellCheck={false}
            autoCapitalize="none"
            placeholder="Everything"
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </Field>
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">Areas</legend>
        {AREAS.map((area) => (
          <Button
            key={area}
            size="small"
            look={chosen.includes(area) ? 'good' : 'plain'}
            aria-pressed={chosen.includes(area)}
            onClick={() => toggle(area)}
          >
            {area}
          </Button>
        ))}
      </fieldset>
    </div>
  );
}
