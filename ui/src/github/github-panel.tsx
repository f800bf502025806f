import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import type { GithubConnectedView } from '../../../operations/schemas/github.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Panel } from '../people/panel.tsx';
import { SecretOnce } from '../people/secret-once.tsx';
import { ConnectForm } from './connect-form.tsx';
import { ConnectedRepository } from './connected-repository.tsx';
import { projectGithubQuery } from './github-queries.ts';

/** The repositories on GitHub whose issues are tasks of the project. */
export function GithubPanel({ project: { slug } }: { readonly project: ProjectView }) {
  const found = useQuery(projectGithubQuery(slug));
  const [webhook, setWebhook] = useState<GithubConnectedView['webhook']>();
  const items = found.data?.items ?? [];
  const form = <ConnectForm slug={slug} onConnected={(answer) => setWebhook(answer.webhook)} />;
  return (
    <Panel title="GitHub" note="Issues become tasks, and tasks follow their issues and pull requests.">
      {found.isPending && <SkeletonLines />}
      {found.error && !found.data && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      <div className="flex flex-col gap-4">
        {items.map((repository) => (
          <ConnectedRepository
            key={repository.id}
            slug={slug}
            repository={repository}
            onSecret={(answer) => setWebhook(answer.webhook)}
          />
        ))}
        {found.data && items.length === 0 && form}
        {items.length > 0 && (
          <details>
            <summary className="cursor-pointer text-[13px] text-ink-soft max-md:py-3">
              Connect another repository
            </summary>
            <div className="mt-3">{form}</div>
          </details>
        )}
      </div>
      {webhook && (
        <SecretOnce
          title="The secret of the webhook"
          label="Secret"
          secret={webhook.secret}
          onClose={() => setWebhook(undefined)}
        >
          On GitHub, open the settings of the repository, Webhooks, Add webhook. The payload URL is{' '}
          <code className="break-all">{webhook.url}</code>, the content type is application/json, the events are{' '}
          {webhook.events.join(', ')}. Without a webhook the sync alone brings what is new.
        </SecretOnce>
      )}
    </Panel>
  );
}
