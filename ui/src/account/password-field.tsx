import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../controls/button.tsx';
import { Field, TextBox } from '../controls/field.tsx';

interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoComplete: 'current-password' | 'new-password';
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly autoFocus?: boolean;
}

/** A password, with an eye to read what was typed: better than typing it twice. */
export function PasswordField(props: PasswordFieldProps) {
  const { label, value, onChange, autoComplete, hint, error, autoFocus = false } = props;
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Field label={label} error={error} {...(hint !== undefined && { hint })}>
      {(control) => (
        <div className="relative">
          <TextBox
            {...control}
            type={isShown ? 'text' : 'password'}
            autoComplete={autoComplete}
            autoFocus={autoFocus}
            spellCheck={false}
            autoCapitalize="none"
            className="pr-10 max-md:pr-12"
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
          <Button
            look="quiet"
            size="icon"
            aria-label={`Show the ${label.toLowerCase()}`}
            aria-pressed={isShown}
            onClick={() => setIsShown(!isShown)}
            className="absolute top-0 right-0"
          >
            <Icon size={15} aria-hidden />
          </Button>
        </div>
      )}
    </Field>
  );
}
