import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/request.ts';
import { forgetEverything, sessionQuery } from '../api/session.ts';
import { Button } from '../controls/button.tsx';
import { ConfirmDialog } from '../people/confirm-dialog.tsx';
import { Panel } from '../people/panel.tsx';

/** Ends every session of the person, for a lost phone or a borrowed computer. */
export function SessionsPanel() {
  const client = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const leave = useMutation({
    mutationFn: () => post('/session/sign-out-everywhere', {}),
    onSuccess: () => {
      client.setQueryData(sessionQuery.queryKey, null);
      forgetEverything(client);
    },
  });
  return (
    <Panel
      title="Sessions"
      note="A browser stays signed in for 30 days after its last use."
      actions={<Button onClick={() => setIsAsking(true)}>Sign out everywhere…</Button>}
    >
      <p className="text-[13px] text-ink-soft">
        Lost a phone, or used somebody else’s computer? Sign out everywhere, and change the password if it may be known.
      </p>
      {isAsking && (
        <ConfirmDialog
          title="Sign out everywhere?"
          verb="Sign out everywhere"
          error={leave.error}
          isBusy={leave.isPending}
          onConfirm={leave.mutate}
          onClose={() => setIsAsking(false)}
        >
          Every browser that you are signed in with is signed out, this one too. Your keys keep working: revoke them one
          by one.
        </ConfirmDialog>
      )}
    </Panel>
  );
}
