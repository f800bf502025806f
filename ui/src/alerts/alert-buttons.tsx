import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import { NEXT_ALERT_STATUSES, type AlertStatus } from '../../../domain/alert/vocabulary.ts';
import type { AlertView } from '../../../operations/schemas/attention.ts';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { notice } from '../controls/notice.ts';
import { useActorIn, useIsAdmin } from '../shell/actor.ts';
import { ALERT_STATUS_LABELS, ALERT_VERBS } from './alert-words.ts';
import { NoteDialog } from './note-dialog.tsx';

type Handling = Exclude<AlertStatus, 'OPEN'>;
const isHandling = (status: AlertStatus): status is Handling => status !== 'OPEN';

/** What a person can do about an alert. */
export function AlertButtons({ alert }: { readonly alert: AlertView }) {
  const client = useQueryClient();
  const actorIn = useActorIn();
  const isAdmin = useIsAdmin();
  const [chosen, setChosen] = useState<Handling>();
  const handle = useMutation({
    mutationFn: (note: string) =>
      post<AlertView>(`/alerts/${encodeURIComponent(alert.id)}/handle`, {
        status: chosen,
        ...(note !== '' && { note }),
      }),
    onSuccess: ({ title, status }) => {
      notice.done(`${ALERT_STATUS_LABELS[status]}: ${title}`);
      setChosen(undefined);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['alerts'] }),
  });
  const mayHandle = alert.projectId === undefined ? isAdmin : isOperator(actorIn(alert.projectId));
  const next = NEXT_ALERT_STATUSES[alert.status].filter(isHandling);
  if (!mayHandle || next.length === 0) return null;

  return (
    <div className="mt-3 flex gap-2 max-md:[&>button]:flex-1">
      {next.map((status) => (
        <Button
          key={status}
          size="small"
          look={status === 'RESOLVED' ? 'good' : 'plain'}
          onClick={() => (handle.reset(), setChosen(status))}
        >
          {ALERT_VERBS[status]}
        </Button>
      ))}
      {chosen && (
        <NoteDialog
          title={`${ALERT_VERBS[chosen]} the alert?`}
          description={alert.title}
          verb={ALERT_VERBS[chosen]}
          error={handle.error}
          isBusy={handle.isPending}
          onSubmit={(note) => handle.mutate(note)}
          onClose={() => setChosen(undefined)}
        />
      )}
    </div>
  );
}
