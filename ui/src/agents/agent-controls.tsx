import { useState } from 'react';
import { CONTROL_STATUSES, type ControlStatus } from '../../../domain/agent/status.ts';
import type { AgentView } from '../../../operations/schemas/agent.ts';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { notice } from '../controls/notice.ts';
import { TextDialog } from '../moves/text-dialog.tsx';
import { AGENT_STATUS_LABELS, ORDERS } from './agent-words.ts';
import { useAgentChange } from './use-agent-change.ts';

/** Who is OFFLINE comes back with a heartbeat: there is nothing to lift. */
const ordersFor = ({ status }: AgentView): readonly ControlStatus[] =>
  CONTROL_STATUSES.filter((order) => order !== status && !(order === 'ACTIVE' && status === 'OFFLINE'));

/** What a person can order an agent to do; each asks for a reason that stays in the record. */
export function AgentControls({ agent }: { readonly agent: AgentView }) {
  const [order, setOrder] = useState<ControlStatus>();
  const close = () => setOrder(undefined);
  const send = useAgentChange(
    (reason: string) => post<AgentView>(`/agents/${encodeURIComponent(agent.id)}/status`, { status: order, reason }),
    ({ name, status }) => {
      notice.done(`${name} is ${AGENT_STATUS_LABELS[status].toLowerCase()}`);
      close();
    },
  );

  return (
    <div className="flex flex-wrap gap-2 max-md:[&>button]:flex-1">
      {ordersFor(agent).map((status) => (
        <Button
          key={status}
          size="small"
          look={status === 'QUARANTINED' ? 'danger' : status === 'ACTIVE' ? 'good' : 'plain'}
          onClick={() => setOrder(status)}
        >
          {ORDERS[status].verb}
        </Button>
      ))}
      {order && (
        <TextDialog
          title={`${ORDERS[order].verb} ${agent.name}?`}
          description={ORDERS[order].meaning}
          label="Reason"
          verb={ORDERS[order].verb}
          isDangerous={order === 'QUARANTINED'}
          error={send.error}
          isBusy={send.isPending}
          onSubmit={(reason) => send.mutate(reason)}
          onClose={close}
        />
      )}
    </div>
  );
}
