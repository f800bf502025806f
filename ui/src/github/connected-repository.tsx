import { CircleAlert, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { GithubConnectedView, GithubRepositoryView, GithubTestView } from '../../../operations/schemas/github.ts';
import { post, remove } from '../api/request.ts';
import { Badge } from '../controls/badge.tsx';
import { Bar } from '../controls/bar.tsx';
import { Button } from '../controls/button.tsx';
import { FormError } from '../controls/form-error.tsx';
import { Ago } from '../controls/time.tsx';
import { ConfirmDialog } from '../people/confirm-dialog.tsx';
import { useChange } from '../people/use-change.ts';
import { AccessDialog } from './access-dialog.tsx';
import { SYNC_STATES, syncWords } from './github-words.ts';
import { SyncSettings } from './sync-settings.tsx';

interface ConnectedRepositoryProps {
  readonly slug: string;
  readonly repository: GithubRepositoryView;
  readonly onSecret: (answer: GithubConnectedView) => void;
}

type Asked = 'ACCESS' | 'DISCONNECT' | 'SECRET';

/** One repository, how its sync is, and what can be done about it. */
export function ConnectedRepository({ slug, repository: found, onSecret }: ConnectedRepositoryProps) {
  const { id, repository, url, access, sync, trouble, settings, connectedBy, connectedAt, lastDeliveryAt } = found;
  const [asked, setAsked] = useState<Asked>();
  const path = `/projects/${slug}/github/${id}`;
  const isRunning = sync?.state === 'RUNNING';
  const start = useChange(['project-github'], () => post(`${path}/sync`, {}));
  const stop = useChange(['project-github'], () => remove(`${path}/sync`));
  const test = useChange(['project-github'], () => post<GithubTestView>(`${path}/test`, {}));
  const leave = useChange(['project-github'], () => remove(path));
  const renew = useChange(
    ['project-github'],
    () => post<GithubConnectedView>(`${path}/webhook-secret`, {}),
    (answer) => (setAsked(undefined), onSecret(answer)),
  );
  return (
    <section aria-label={repository} className="flex flex-col gap-3 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-52">
          <p className="flex flex-wrap items-center gap-2">
            <a
              className="font-medium break-all text-accent-text hover:underline"
              href={url}
              target="_blank"
              rel="noreferrer"
            >
              {repository}
            </a>
            {sync && <Badge tone={SYNC_STATES[sync.state].tone}>{SYNC_STATES[sync.state].label}</Badge>}
          </p>
          <p className="text-[13px] text-ink-soft">
            as {access.login} · connected by {connectedBy.name} <Ago at={connectedAt} /> ·{' '}
            {lastDeliveryAt === undefined ? (
              'no webhook has come yet'
            ) : (
              <>
                last webhook <Ago at={lastDeliveryAt} />
              </>
            )}
          </p>
        </div>
        {isRunning ? (
          <Button isBusy={stop.isPending} onClick={() => stop.mutate(undefined)}>
            Stop the sync
          </Button>
        ) : (
          <Button isBusy={start.isPending} onClick={() => start.mutate(undefined)}>
            Sync now
          </Button>
        )}
        <Button isBusy={test.isPending} onClick={() => test.mutate(undefined)}>
          Test
        </Button>
        <Button onClick={() => setAsked('ACCESS')}>New token…</Button>
        <Button onClick={() => setAsked('SECRET')}>New secret…</Button>
        <Button look="danger" onClick={() => setAsked('DISCONNECT')}>
          Disconnect…
        </Button>
      </div>
      {trouble && (
        <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-[13px] break-words text-bad">
          Since <Ago at={trouble.since} />: {trouble.because}
        </p>
      )}
      <SyncState repository={found} />
      <FormError error={start.error ?? stop.error ?? test.error} />
      {test.data && <TestSteps test={test.data} />}
      <details>
        <summary className="cursor-pointer text-[13px] text-ink-soft max-md:py-3">What is synced</summary>
        <div className="mt-3">
          <SyncSettings key={JSON.stringify(settings)} path={path} settings={settings} />
        </div>
      </details>
      {asked === 'ACCESS' && <AccessDialog path={path} repository={found} onClose={() => setAsked(undefined)} />}
      {asked === 'DISCONNECT' && (
        <ConfirmDialog
          title={`Disconnect ${repository}?`}
          verb="Disconnect"
          error={leave.error}
          isBusy={leave.isPending}
          onConfirm={() => leave.mutate(undefined)}
          onClose={() => setAsked(undefined)}
        >
          Nothing more is taken from there or told there. The tasks stay, and are found again when it is connected
          again.
        </ConfirmDialog>
      )}
      {asked === 'SECRET' && (
        <ConfirmDialog
          title="Make a new webhook secret?"
          verb="Make a new secret"
          error={renew.error}
          isBusy={renew.isPending}
          onConfirm={() => renew.mutate(undefined)}
          onClose={() => setAsked(undefined)}
        >
          Webhooks with the secret before are refused from then on.
        </ConfirmDialog>
      )}
    </section>
  );
}

function SyncState({ repository: { sync, issues } }: { readonly repository: GithubRepositoryView }) {
  if (!sync) return <p className="text-[13px] text-ink-soft">Nothing was synced yet.</p>;
  const { state, endedAt, expected, seen, error } = sync;
  return (
    <div className="text-[13px]">
      <p className="text-ink-soft">
        {syncWords(sync)}
        {state !== 'RUNNING' && endedAt !== undefined && (
          <>
            {' '}
            · <Ago at={endedAt} />
          </>
        )}{' '}
        · {issues === 1 ? '1 issue is a task' : `${issues.toLocaleString('en')} issues are tasks`}
      </p>
      {state === 'RUNNING' && expected !== undefined && expected > 0 && (
        <Bar label="Issues looked at" percent={(100 * seen) / expected} colour="bg-accent" className="mt-1.5 h-1.5" />
      )}
      {error !== undefined && <p className="mt-1 break-words text-bad">{error}</p>}
    </div>
  );
}

const TestSteps = ({ test: { isOk, steps } }: { readonly test: GithubTestView }) => (
  <div>
    <p className="mb-1 font-medium">{isOk ? 'The connection works.' : 'Something is missing.'}</p>
    <ul aria-label="Steps of the test" className="flex flex-col gap-1.5 text-[13px]">
      {steps.map((step) => (
        <li key={step.name} className="flex items-start gap-2">
          {step.isOk ? (
            <CircleCheck size={15} className="mt-0.5 shrink-0 text-good" aria-label="Works" />
          ) : (
            <CircleAlert size={15} className="mt-0.5 shrink-0 text-bad" aria-label="Does not work" />
          )}
          <span className="min-w-0 break-words">
            <span className="font-medium">{step.name}.</span> <span className="text-ink-soft">{step.detail}</span>
          </span>
        </li>
      ))}
    </ul>
  </div>
);
