import { useState } from 'react';
import type { ConnectGithub, GithubConnectedView } from '../../../operations/schemas/github.ts';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { useChange } from '../people/use-change.ts';
import { ACCESS_ERRORS, AccessFields, AccessKindField, accessOf, NO_ACCESS } from './access-fields.tsx';

interface ConnectFormProps {
  readonly slug: string;
  readonly onConnected: (answer: GithubConnectedView) => void;
}

const FIELDS = ['repository', ...ACCESS_ERRORS];

/** With a token of somebody, or as an app that is installed there. */
export function ConnectForm({ slug, onConnected }: ConnectFormProps) {
  const [repository, setRepository] = useState('');
  const [draft, setDraft] = useState(NO_ACCESS);
  const connect = useChange(
    ['project-github'],
    (body: ConnectGithub) => post<GithubConnectedView>(`/projects/${slug}/github`, body),
    (answer) => {
      setRepository('');
      setDraft({ ...NO_ACCESS, kind: draft.kind });
      onConnected(answer);
    },
  );
  const access = accessOf(draft);
  const isWhole = /^[^/\s]+\/[^/\s]+$/.test(repository) && access !== undefined;
  return (
    <form
      aria-label="Connect a repository"
      className="flex flex-col gap-3"
      onSubmit={(event) => (event.preventDefault(), access && connect.mutate({ repository, access }))}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Repository" error={fieldError(connect.error, 'repository')}>
          {(control) => (
            <TextBox
              {...control}
              placeholder="acme/shop"
              autoCapitalize="none"
              spellCheck={false}
              value={repository}
              onChange={({ target }) => setRepository(target.value.trim().replace(/^https:\/\/[^/]+\//, ''))}
            />
          )}
        </Field>
        <AccessKindField draft={draft} onChange={setDraft} />
      </div>
      <AccessFields draft={draft} error={connect.error} onChange={setDraft} />
      <FormError error={connect.error} fields={FIELDS} />
      <div>
        <Button type="submit" look="primary" disabled={!isWhole} isBusy={connect.isPending}>
          Connect
        </Button>
      </div>
    </form>
  );
}
