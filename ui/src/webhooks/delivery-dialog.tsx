import { useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeliverySummary, DeliveryView } from '../../../operations/schemas/webhook.ts';
import { post } from '../api/request.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { At } from '../controls/time.tsx';
import { useChange } from '../people/use-change.ts';
import { deliveryQuery } from './webhook-queries.ts';
import { deliveryState } from './webhook-words.ts';

interface DeliveryDialogProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** One message: what was sent each time, and what came back. */
export function DeliveryDialog({ id, onClose }: DeliveryDialogProps) {
  const query = useQuery(deliveryQuery(id));
  const waits = query.data?.status === 'PENDING';
  const redeliver = useChange(
    ['deliveries', 'webhooks'],
    () => post<DeliverySummary>(`/webhook-deliveries/${encodeURIComponent(id)}/redeliver`, {}),
    () => {
      notice.done(waits ? 'It is tried now' : 'It is sent again');
      onClose();
    },
  );
  return (
    <Dialog isWide title="Delivery" onClose={onClose}>
      <DialogBody>
        {query.isPending && <SkeletonLines />}
        {query.error && !query.data && <Failure error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && <Details delivery={query.data} />}
        <FormError error={redeliver.error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Back</Button>
        <Button
          look="primary"
          disabled={!query.data}
          isBusy={redeliver.isPending}
          onClick={() => redeliver.mutate(undefined)}
        >
          <RotateCw size={14} aria-hidden /> {waits ? 'Try now' : 'Send again'}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function Details({ delivery }: { readonly delivery: DeliveryView }) {
  const { event, messageId, url, body, attempts } = delivery;
  const { label, tone } = deliveryState(delivery);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 text-[13px]">
        <Badge tone={tone}>{label}</Badge>
        <span className="font-mono text-xs">{event}</span>
        <span className="text-ink-soft break-all">to {url}</span>
      </div>
      <p className="font-mono text-xs break-all text-ink-faint">{messageId}</p>
      <Text title="Message">{pretty(body)}</Text>
      {attempts.toReversed().map((attempt) => (
        <Attempt key={attempt.at} attempt={attempt} />
      ))}
    </>
  );
}

function Attempt({ attempt }: { readonly attempt: DeliveryView['attempts'][number] }) {
  const { at, milliseconds, request, response, error } = attempt;
  return (
    <section className="flex flex-col gap-2 border-t border-line pt-3">
      <h3 className="flex flex-wrap items-center gap-2 text-[13px] font-medium">
        <At time={at} />
        <span className={error === undefined ? 'text-good' : 'text-bad'}>
          {error ?? `answered ${response?.status}`}
        </span>
        <span className="text-ink-faint">{milliseconds} ms</span>
      </h3>
      <Text title="Request headers">{headersText(request.headers)}</Text>
      {response && <Text title="Response headers">{headersText(response.headers)}</Text>}
      {response && response.body !== '' && (
        <Text title={response.isCut ? 'Response, its beginning' : 'Response'}>{pretty(response.body)}</Text>
      )}
    </section>
  );
}

const Text = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <details open={title === 'Message' || title.startsWith('Response')} className="min-w-0">
    <summary className="cursor-pointer text-xs font-medium text-ink-soft max-md:min-h-8">{title}</summary>
    {/* A long text scrolls, also for those who have no mouse. */}
    <pre
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={title}
      className="mt-1 max-h-64 overflow-auto rounded-md bg-sunken p-2 font-mono text-xs whitespace-pre-wrap break-words"
    >
      {children}
    </pre>
  </details>
);

const headersText = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

/** JSON with its lines; anything else as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
