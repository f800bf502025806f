import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { remove } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { notice } from '../controls/notice.ts';
import { ConfirmDialog } from '../people/confirm-dialog.tsx';
import { Panel } from '../people/panel.tsx';
import { useChange } from '../people/use-change.ts';

/** Takes the project away. */
export function RemovePanel({ project }: { readonly project: ProjectView }) {
  const { slug, name } = project;
  const navigate = useNavigate();
  const [isAsking, setIsAsking] = useState(false);
  const leave = useChange(
    ['projects', 'session'],
    () => remove(`/projects/${slug}`),
    () => {
      notice.done(`${name} is removed`);
      void navigate({ to: '/' });
    },
  );
  return (
    <Panel
      title="Remove the project"
      note="Nobody sees it any more; its history is kept. Only without open tasks."
      actions={
        <Button look="danger" onClick={() => setIsAsking(true)}>
          Remove…
        </Button>
      }
    >
      <p className="text-[13px] text-ink-soft">Finish or cancel the open tasks of {name} first.</p>
      {isAsking && (
        <ConfirmDialog
          title={`Remove ${name}?`}
          verb="Remove the project"
          phrase={slug}
          error={leave.error}
          isBusy={leave.isPending}
          onConfirm={() => leave.mutate(undefined)}
          onClose={() => setIsAsking(false)}
        >
          The project disappears for everybody, with its board, its agents and its members. This cannot be taken back
          here.
        </ConfirmDialog>
      )}
    </Panel>
  );
}
