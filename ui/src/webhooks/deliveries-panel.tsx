import { useInfiniteQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../../../domain/webhook/vocabulary.ts';
import type { DeliverySummary, WebhookView } from '../../../operations/schemas/webhook.ts';
import { Badge } from '../controls/badge.tsx';
import { Choice } from '../controls/choice.tsx';
import { Empty } from '../controls/states.tsx';
import { Ago, Countdown } from '../controls/time.tsx';
import { Panel } from '../people/panel.tsx';
import { Pages } from '../task/pages.tsx';
import { DeliveryDialog } from './delivery-dialog.tsx';
import { deliveriesQuery } from './webhook-queries.ts';
import { DELIVERY_LABELS, deliveryState, KIND_LABELS } from './webhook-words.ts';

/** What was sent to an endpoint and what waits, newest first. */
export function DeliveriesPanel({ webhook }: { readonly webhook: WebhookView }) {
  const [status, setStatus] = useState<DeliveryStatus>();
  const [openId, setOpenId] = useState<string>();
  const query = useInfiniteQuery(deliveriesQuery(webhook.id, status));
  return (
    <Panel
      title="Deliveries"
      note={new URL(webhook.url).host}
      actions={
        <Choice
          aria-label="Status"
          className="w-auto!"
          values={DELIVERY_STATUSES}
          labels={DELIVERY_LABELS}
          none="All"
          value={status}
          onChoose={setStatus}
        />
      }
    >
      <Pages
        query={query}
        empty={
          <Empty title={status === undefined ? 'Nothing was sent yet' : 'None'} icon={<Send size={20} aria-hidden />}>
            {status === undefined && <p>Send a test, or do something in the project.</p>}
          </Empty>
        }
      >
        {(deliveries) => (
          <ol aria-label="Deliveries" className="-my-2 divide-y divide-line">
            {deliveries.map((delivery) => (
              <li key={delivery.id} className="py-1.5 text-[13px]">
                <DeliveryRow delivery={delivery} onOpen={() => setOpenId(delivery.id)} />
              </li>
            ))}
          </ol>
        )}
      </Pages>
      {openId !== undefined && <DeliveryDialog id={openId} onClose={() => setOpenId(undefined)} />}
    </Panel>
  );
}

interface DeliveryRowProps {
  readonly delivery: DeliverySummary;
  readonly onOpen: () => void;
}

function DeliveryRow({ delivery, onOpen }: DeliveryRowProps) {
  const { event, kind, attemptCount, nextAttemptAt, createdAt, responseStatus, milliseconds, error } = delivery;
  const { label, tone } = deliveryState(delivery);
  return (
    <button
      type="button"
      onClick={onOpen}
      className="block w-full rounded-md px-1 py-0.5 text-left hover:bg-sunken max-md:min-h-11"
    >
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={tone}>{label}</Badge>
        <span className="font-mono text-xs">{event}</span>
        {kind !== 'QUEUED' && <Badge>{KIND_LABELS[kind]}</Badge>}
        <span className="ml-auto text-xs text-ink-faint">
          <Ago at={createdAt} />
        </span>
      </span>
      <span className="block text-xs break-words text-ink-faint">
        {attemptCount === 0
          ? 'not tried yet'
          : [error ?? `answered ${responseStatus}`, `${milliseconds} ms`, attempts(attemptCount)].join(' · ')}
        {nextAttemptAt !== undefined && (
          <>
            {' · '}
            <Countdown until={nextAttemptAt} verb="again" over="again now" isUrgent={false} />
          </>
        )}
      </span>
    </button>
  );
}

const attempts = (count: number): string => `${count} ${count === 1 ? 'attempt' : 'attempts'}`;
