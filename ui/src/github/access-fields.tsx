import type { ConnectGithub } from '../../../operations/schemas/github.ts';
import { Field, Select, TextArea, TextBox } from '../controls/field.tsx';
import { fieldError } from '../controls/form-error.tsx';

/** What is typed of a token, or of an app that is installed there. */
export interface AccessDraft {
  readonly kind: 'TOKEN' | 'APP';
  readonly token: string;
  readonly appId: string;
  readonly installationId: string;
  readonly privateKey: string;
}

export const NO_ACCESS: AccessDraft = { kind: 'TOKEN', token: '', appId: '', installationId: '', privateKey: '' };

/** The fields that show their own errors. */
export const ACCESS_ERRORS = ['access.token', 'access.appId', 'access.installationId', 'access.privateKey'];

/** Undefined while something is missing. */
export function accessOf(draft: AccessDraft): ConnectGithub['access'] | undefined {
  const { kind, token, appId, installationId, privateKey } = draft;
  if (kind === 'TOKEN') return token === '' ? undefined : { kind, token };
  if (appId === '' || installationId === '' || privateKey === '') return undefined;
  return { kind, appId: Number(appId), installationId: Number(installationId), privateKey };
}

interface AccessFieldsProps {
  readonly draft: AccessDraft;
  readonly error: Error | null;
  readonly onChange: (draft: AccessDraft) => void;
}

export const AccessKindField = ({ draft, onChange }: Omit<AccessFieldsProps, 'error'>) => (
  <Field label="Access">
    {(control) => (
      <Select
        {...control}
        value={draft.kind}
        onChange={({ target }) => onChange({ ...draft, kind: target.value === 'APP' ? 'APP' : 'TOKEN' })}
      >
        <option value="TOKEN">A token</option>
        <option value="APP">A GitHub App</option>
      </Select>
    )}
  </Field>
);

export function AccessFields({ draft, error, onChange }: AccessFieldsProps) {
  if (draft.kind === 'APP') return <AppFields draft={draft} error={error} onChange={onChange} />;
  return (
    <Field
      label="Token"
      hint="It may read and write issues and pull requests, and read checks. It is stored sealed and never shown."
      error={fieldError(error, 'access.token')}
    >
      {(control) => (
        <TextBox
          {...control}
          type="password"
          value={draft.token}
          onChange={({ target }) => onChange({ ...draft, token: target.value.trim() })}
        />
      )}
    </Field>
  );
}

const AppFields = ({ draft, error, onChange }: AccessFieldsProps) => (
  <>
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="App id" error={fieldError(error, 'access.appId')}>
        {(control) => (
          <TextBox
            {...control}
            inputMode="numeric"
            value={draft.appId}
            onChange={({ target }) => onChange({ ...draft, appId: target.value.replaceAll(/\D/g, '') })}
          />
        )}
      </Field>
      <Field label="Installation id" error={fieldError(error, 'access.installationId')}>
        {(control) => (
          <TextBox
            {...control}
            inputMode="numeric"
            value={draft.installationId}
            onChange={({ target }) => onChange({ ...draft, installationId: target.value.replaceAll(/\D/g, '') })}
          />
        )}
      </Field>
    </div>
    <Field
      label="Private key"
      hint="The .pem file as GitHub gives it. It is stored sealed and never shown."
      error={fieldError(error, 'access.privateKey')}
    >
      {(control) => (
        <TextArea
          {...control}
          className="font-mono text-[13px]!"
          spellCheck={false}
          value={draft.privateKey}
          onChange={({ target }) => onChange({ ...draft, privateKey: target.value })}
        />
      )}
    </Field>
  </>
);
