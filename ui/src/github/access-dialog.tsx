import { useState } from 'react';
import type { ConnectGithub, GithubRepositoryView } from '../../../operations/schemas/github.ts';
import { put } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { useChange } from '../people/use-change.ts';
import { ACCESS_ERRORS, AccessFields, AccessKindField, accessOf, NO_ACCESS } from './access-fields.tsx';

interface AccessDialogProps {
  /** Of the connection. */
  readonly path: string;
  readonly repository: GithubRepositoryView;
  readonly onClose: () => void;
}

/** Another token or key, before the one before ends or since it did. */
export function AccessDialog({ path, repository: { repository, access: before }, onClose }: AccessDialogProps) {
  const [draft, setDraft] = useState({ ...NO_ACCESS, kind: before.kind });
  const change = useChange(
    ['project-github'],
    (body: Pick<ConnectGithub, 'access'>) => put<GithubRepositoryView>(`${path}/access`, body),
    () => {
      notice.done(`${repository} is reached in another way now`);
      onClose();
    },
  );
  const access = accessOf(draft);
  return (
    <Dialog
      title={`Another token for ${repository}`}
      description="It is tried out before it takes the place of the one before."
      onClose={onClose}
    >
      <form className="contents" onSubmit={(event) => (event.preventDefault(), access && change.mutate({ access }))}>
        <DialogBody>
          <AccessKindField draft={draft} onChange={setDraft} />
          <AccessFields draft={draft} error={change.error} onChange={setDraft} />
          <FormError error={change.error} fields={ACCESS_ERRORS} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button type="submit" look="primary" disabled={!access} isBusy={change.isPending}>
            Use it
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
