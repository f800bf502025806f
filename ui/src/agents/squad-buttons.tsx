import { CirclePause, CirclePlay } from 'lucide-react';
import { useState } from 'react';
import type { AgentView } from '../../../operations/schemas/agent.ts';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { notice } from '../controls/notice.ts';
import { TextDialog } from '../moves/text-dialog.tsx';
import { useAgentChange } from './use-agent-change.ts';

type Order = 'pause' | 'resume';

const WORDS = {
  pause: { verb: 'Pause the squad', done: 'Paused', none: 'Nobody was active: nothing changed' },
  resume: { verb: 'Resume the squad', done: 'Resumed', none: 'Nobody was paused with the squad: nothing changed' },
} as const;

interface SquadButtonsProps {
  readonly slug: string;
  readonly agents: readonly AgentView[];
}

/** All agents of a project at once. */
export function SquadButtons({ slug, agents }: SquadButtonsProps) {
  const [order, setOrder] = useState<Order>();
  const close = () => setOrder(undefined);
  const send = useAgentChange(
    (reason: string) => post<{ changed: string[] }>(`/projects/${slug}/squad/${order}`, { reason }),
    ({ changed }) => {
      if (order) notice.done(changed.length === 0 ? WORDS[order].none : `${WORDS[order].done}: ${changed.join(', ')}`);
      close();
    },
  );
  const active = agents.filter(({ status }) => status === 'ACTIVE' || status === 'OFFLINE').map(({ name }) => name);

  return (
    <>
      <Button onClick={() => setOrder('pause')}>
        <CirclePause size={15} aria-hidden /> Pause squad
      </Button>
      <Button onClick={() => setOrder('resume')}>
        <CirclePlay size={15} aria-hidden /> Resume squad
      </Button>
      {order && (
        <TextDialog
          title={`${WORDS[order].verb}?`}
          description={
            order === 'pause'
              ? `No agent takes tasks or starts work until the squad is resumed. Active now: ${active.join(', ') || 'nobody'}.`
              : 'Those that were paused with the squad go on. Who was paused or quarantined by itself stays so.'
          }
          label="Reason"
          verb={WORDS[order].verb}
          error={send.error}
          isBusy={send.isPending}
          onSubmit={(reason) => send.mutate(reason)}
          onClose={close}
        />
      )}
    </>
  );
}
