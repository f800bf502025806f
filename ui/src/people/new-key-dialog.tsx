import { useState } from 'react';
import type { CreatedApiKey } from '../../../operations/schemas/api-key.ts';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { KeyReach } from './key-reach.tsx';
import { KEY_KIND_LABELS, KEY_KIND_MEANINGS, type KeyKind } from './key-words.ts';
import { blankKey, EXPIRIES, EXPIRY_LABELS, keyInput, type NewKey } from './new-key.ts';
import { ScopesField } from './scopes-field.tsx';
import { SecretOnce } from './secret-once.tsx';
import { useChange } from './use-change.ts';

interface NewKeyDialogProps {
  readonly kinds: readonly [KeyKind, ...KeyKind[]];
  /** The key reaches this project alone. */
  readonly project?: string;
  readonly onClose: () => void;
}

const FIELDS = ['name', 'scopes', 'agentId', 'executorTypes', 'projects', 'role', 'expiresInDays'];

/** Describes a key, makes it, and shows its token this once. */
export default function NewKeyDialog({ kinds, project, onClose }: NewKeyDialogProps) {
  const [draft, setDraft] = useState<NewKey>(blankKey(kinds[0], project === undefined ? [] : [project]));
  const change = (part: Partial<NewKey>) => setDraft({ ...draft, ...part });
  const create = useChange(['api-keys'], () => post<CreatedApiKey>('/api-keys', keyInput(draft)));
  const isReady = draft.name.trim() !== '' && (draft.kind !== 'AGENT' || draft.agentId !== '');

  if (create.data) {
    const { key, token } = create.data;
    return (
      <SecretOnce title={`The key ${key.name}`} label="Token" secret={token} onClose={onClose}>
        {KEY_KIND_MEANINGS[key.kind]} Programs send it as <code className="font-mono text-[13px]">Bearer</code> token.
      </SecretOnce>
    );
  }
  return (
    <Dialog
      title={kinds.length === 1 ? `New ${KEY_KIND_LABELS[kinds[0]].toLowerCase()} key` : 'New key'}
      description={KEY_KIND_MEANINGS[draft.kind]}
      onClose={onClose}
    >
      <form className="contents" onSubmit={(event) => (event.preventDefault(), create.mutate(undefined))}>
        <DialogBody>
          {kinds.length > 1 && (
            <Field label="Kind">
              {(control) => (
                <Choice
                  {...control}
                  values={kinds}
                  labels={KEY_KIND_LABELS}
                  value={draft.kind}
                  onChoose={(kind) => kind && change({ kind })}
                />
              )}
            </Field>
          )}
          <div className="grid gap-3 md:grid-cols-[2fr_1fr]">
            <Field label="Name" hint="What it is used for" error={fieldError(create.error, 'name')}>
              {(control) => (
                <TextBox
                  {...control}
                  autoFocus
                  maxLength={200}
                  value={draft.name}
                  onChange={({ target }) => change({ name: target.value })}
                />
              )}
            </Field>
            <Field label="Expires">
              {(control) => (
                <Choice
                  {...control}
                  values={EXPIRIES}
                  labels={EXPIRY_LABELS}
                  value={draft.expiry}
                  onChoose={(expiry) => expiry && change({ expiry })}
                />
              )}
            </Field>
          </div>
          <KeyReach
            draft={draft}
            project={project}
            error={(...paths) => fieldError(create.error, ...paths)}
            onChange={change}
          />
          <ScopesField
            value={draft.scopes}
            error={fieldError(create.error, 'scopes')}
            onChange={(scopes) => change({ scopes })}
          />
          <FormError error={create.error} fields={FIELDS} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={!isReady} isBusy={create.isPending}>
            Create key
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
