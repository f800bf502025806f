import { Ellipsis, FlaskConical, KeyRound, Pencil, Power, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { DeliverySummary, WebhookView } from '../../../operations/schemas/webhook.ts';
import { post } from '../api/request.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { classNames } from '../controls/class-names.ts';
import { Menu, MenuItem, MenuLine } from '../controls/menu.tsx';
import { notice } from '../controls/notice.ts';
import { Ago, Countdown } from '../controls/time.tsx';
import { useChange } from '../people/use-change.ts';
import { WebhookDialog } from './webhook-dialog.tsx';
import { DisableDialog, EnableDialog, RemoveDialog, RotateDialog } from './webhook-orders.tsx';
import { addressInShort, wantsInWords } from './webhook-words.ts';

interface WebhookCardProps {
  readonly webhook: WebhookView;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onSecret: (secret: string) => void;
}

type Order = 'EDIT' | 'ROTATE' | 'ENABLE' | 'DISABLE' | 'REMOVE';

/** One endpoint, how it does, and what can be done with it. */
export function WebhookCard({ webhook, isChosen, onChoose, onSecret }: WebhookCardProps) {
  const [order, setOrder] = useState<Order>();
  const close = () => setOrder(undefined);
  const { url, description, projectId } = webhook;
  return (
    <article
      className={classNames(
        'rounded-lg border bg-surface p-3 shadow-card',
        isChosen ? 'border-accent' : 'border-line hover:border-line-strong',
      )}
    >
      <div className="flex items-start gap-2">
        <button
          type="button"
          aria-pressed={isChosen}
          onClick={onChoose}
          className="min-w-0 flex-1 rounded-md text-left max-md:min-h-11"
        >
          <strong className="block font-semibold break-all">{addressInShort(url)}</strong>
          {description !== undefined && <span className="block text-[13px] text-ink-soft">{description}</span>}
        </button>
        <State webhook={webhook} />
        <OrderMenu webhook={webhook} onOrder={setOrder} />
      </div>
      <p className="mt-1 text-[13px] break-words text-ink-soft">{wantsInWords(webhook)}</p>
      <Progress webhook={webhook} />
      {order === 'EDIT' && <WebhookDialog project={projectId} webhook={webhook} onClose={close} />}
      {order === 'ROTATE' && <RotateDialog webhook={webhook} onSecret={onSecret} onClose={close} />}
      {order === 'ENABLE' && <EnableDialog webhook={webhook} onClose={close} />}
      {order === 'DISABLE' && <DisableDialog webhook={webhook} onClose={close} />}
      {order === 'REMOVE' && <RemoveDialog webhook={webhook} onClose={close} />}
    </article>
  );
}

function State({ webhook: { status, failing } }: { readonly webhook: WebhookView }) {
  if (status === 'DISABLED') return <Badge tone="bad">Disabled</Badge>;
  return failing ? <Badge tone="warn">Fails</Badge> : <Badge tone="good">Active</Badge>;
}

/** What waits, why, and until when. */
const Progress = ({ webhook }: { readonly webhook: WebhookView }) => {
  const { status, disabled, failing, waiting, lastDeliveredAt, oldSecretUntil } = webhook;
  return (
    <div className="mt-2 flex flex-col gap-0.5 text-[13px] text-ink-soft">
      {disabled && (
        <p className="break-words">
          {disabled.by.name}, <Ago at={disabled.at} />: {disabled.because}
        </p>
      )}
      {failing && status === 'ACTIVE' && (
        <p className="break-words text-warn">
          {failing.attempts} {failing.attempts === 1 ? 'attempt' : 'attempts'} failed: {failing.error};{' '}
          {failing.nextAttemptAt !== undefined && (
            <Countdown until={failing.nextAttemptAt} verb="the next comes" over="the next comes now" isUrgent={false} />
          )}
        </p>
      )}
      <p>
        {waiting === 0 ? 'Nothing waits' : `${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'}`}
        {lastDeliveredAt !== undefined && (
          <>
            {' · last delivered '}
            <Ago at={lastDeliveredAt} />
          </>
        )}
      </p>
      {oldSecretUntil !== undefined && (
        <p>
          The old secret <Countdown until={oldSecretUntil} verb="ends" over="has ended" isUrgent={false} />
        </p>
      )}
    </div>
  );
};

interface OrderMenuProps {
  readonly webhook: WebhookView;
  readonly onOrder: (order: Order) => void;
}

function OrderMenu({ webhook: { id, url, status }, onOrder }: OrderMenuProps) {
  const test = useChange(
    ['deliveries'],
    () => post<DeliverySummary>(`/webhooks/${id}/test`, {}),
    () => notice.done('A test message is on its way'),
  );
  const send = () => test.mutate(undefined, { onError: (error) => notice.refused('Nothing was sent', error) });
  return (
    <Menu
      align="end"
      trigger={
        <Button look="quiet" size="icon" aria-label={`What to do with ${addressInShort(url)}`} className="-mt-1 -mr-1">
          <Ellipsis size={16} aria-hidden />
        </Button>
      }
    >
      <MenuItem onSelect={send}>
        <FlaskConical size={14} aria-hidden /> Send a test
      </MenuItem>
      <MenuItem onSelect={() => onOrder('EDIT')}>
        <Pencil size={14} aria-hidden /> Edit…
      </MenuItem>
      <MenuItem onSelect={() => onOrder('ROTATE')}>
        <KeyRound size={14} aria-hidden /> New secret…
      </MenuItem>
      <MenuItem onSelect={() => onOrder(status === 'ACTIVE' ? 'DISABLE' : 'ENABLE')}>
        <Power size={14} aria-hidden /> {status === 'ACTIVE' ? 'Disable…' : 'Enable…'}
      </MenuItem>
      <MenuLine />
      <MenuItem isDangerous onSelect={() => onOrder('REMOVE')}>
        <Trash2 size={14} aria-hidden /> Remove…
      </MenuItem>
    </Menu>
  );
}
