import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import type { WebhookView } from '../../../operations/schemas/webhook.ts';
import { Button } from '../controls/button.tsx';
import { PageFrame } from '../controls/page-frame.tsx';
import { Empty, Failure, SkeletonLines } from '../controls/states.tsx';
import { useRoleIn } from '../shell/actor.ts';
import { DeliveriesPanel } from './deliveries-panel.tsx';
import { SecretOnceDialog } from './secret-once-dialog.tsx';
import { WebhookCard } from './webhook-card.tsx';
import { WebhookDialog } from './webhook-dialog.tsx';
import { webhooksQuery } from './webhook-queries.ts';

/** Where other systems are told what happens in a project, and what they were told. */
export default function WebhooksPage() {
  const { project: slug } = useParams({ from: '/projects/$project/webhooks' });
  if (useRoleIn()(slug) !== 'ADMIN') {
    return (
      <Empty title="Only administrators of the project see its webhooks">
        <p>Ask one of them if another system should be told what happens here.</p>
      </Empty>
    );
  }
  return <Webhooks key={slug} project={slug} />;
}

function Webhooks({ project }: { readonly project: string }) {
  const query = useQuery(webhooksQuery(project));
  const [isMaking, setIsMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const [chosenId, setChosenId] = useState<string>();
  const webhooks = query.data?.items ?? [];
  const chosen = webhooks.find(({ id }) => id === chosenId) ?? webhooks[0];
  return (
    <PageFrame
      title="Webhooks"
      isWide
      note="Other systems that are told what happens in the project, signed and in order"
      actions={
        <Button look="primary" onClick={() => setIsMaking(true)}>
          <Plus size={14} aria-hidden /> New webhook
        </Button>
      }
    >
      {query.isPending && <SkeletonLines />}
      {query.error && !query.data && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && webhooks.length === 0 && (
        <Empty title="No system is told yet" icon={<Webhook size={20} aria-hidden />}>
          <p>Make a webhook with the address of one that understands Standard Webhooks.</p>
        </Empty>
      )}
      {chosen && (
        <div className="grid items-start gap-4 lg:grid-cols-[2fr_3fr]">
          <Cards webhooks={webhooks} chosen={chosen} onChoose={setChosenId} onSecret={setSecret} />
          <DeliveriesPanel key={chosen.id} webhook={chosen} />
        </div>
      )}
      {isMaking && <WebhookDialog project={project} onSecret={setSecret} onClose={() => setIsMaking(false)} />}
      {secret !== undefined && <SecretOnceDialog secret={secret} onClose={() => setSecret(undefined)} />}
    </PageFrame>
  );
}

interface CardsProps {
  readonly webhooks: readonly WebhookView[];
  readonly chosen: WebhookView;
  readonly onChoose: (id: string) => void;
  readonly onSecret: (secret: string) => void;
}

const Cards = ({ webhooks, chosen, onChoose, onSecret }: CardsProps) => (
  <ul aria-label="Webhooks" className="flex min-w-0 flex-col gap-3">
    {webhooks.map((webhook) => (
      <li key={webhook.id}>
        <WebhookCard
          webhook={webhook}
          isChosen={webhook.id === chosen.id}
          onChoose={() => onChoose(webhook.id)}
          onSecret={onSecret}
        />
      </li>
    ))}
  </ul>
);
