import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TelegramAccountView, TelegramLinkView } from '../../../operations/schemas/telegram.ts';
import { post, remove } from '../api/request.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { FormError } from '../controls/form-error.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Ago } from '../controls/time.tsx';
import { ConfirmDialog } from '../people/confirm-dialog.tsx';
import { Panel } from '../people/panel.tsx';
import { useChange } from '../people/use-change.ts';
import { BotNote } from '../telegram/bot-note.tsx';
import { LinkOffer } from '../telegram/link-offer.tsx';
import { LOOK_EVERY_MS, ownTelegramQuery, telegramQuery } from '../telegram/telegram-queries.ts';
import { TelegramSettings } from './telegram-settings.tsx';

/** The person's account on Telegram: who they are in groups, and what they are told in private. */
export function TelegramPanel() {
  const status = useQuery(telegramQuery);
  const offer = useChange([], () => post<TelegramLinkView>('/account/telegram/link', {}));
  const own = useQuery({ ...ownTelegramQuery, refetchInterval: offer.data ? LOOK_EVERY_MS : false });
  const account = own.data?.account;
  return (
    <Panel title="Telegram" note="Linked, you comment and decide there as yourself, and are told what concerns you.">
      {status.data && <BotNote status={status.data} />}
      {own.isPending && <SkeletonLines />}
      {own.error && !own.data && <Failure error={own.error} onRetry={() => void own.refetch()} />}
      {account && <Linked account={account} onGone={offer.reset} />}
      {own.data && !account && status.data?.isConfigured === true && (
        <>
          <Button look="primary" isBusy={offer.isPending} onClick={() => offer.mutate(undefined)}>
            {offer.data ? 'Another code' : 'Link your account'}
          </Button>
          <FormError error={offer.error} />
          {offer.data && (
            <LinkOffer offer={offer.data} linkText="Open the bot in Telegram">
              Or send this to the bot in private.
            </LinkOffer>
          )}
        </>
      )}
    </Panel>
  );
}

function Linked({ account, onGone }: { readonly account: TelegramAccountView; readonly onGone: () => void }) {
  const { name, username, isReachable, linkedAt } = account;
  const [isAsking, setIsAsking] = useState(false);
  const unlink = useChange(['own-telegram'], () => remove('/account/telegram'), onGone);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-52">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-medium break-words">{name}</span>
            {username !== undefined && <span className="text-ink-soft">@{username}</span>}
            {!isReachable && <Badge tone="warn">Not reachable</Badge>}
          </p>
          <p className="text-[13px] text-ink-soft">
            Linked <Ago at={linkedAt} />.{!isReachable && ' Write to the bot in private, so that it may write to you.'}
          </p>
        </div>
        <Button look="danger" onClick={() => setIsAsking(true)}>
          Unlink…
        </Button>
      </div>
      <TelegramSettings key={linkedAt} account={account} />
      {isAsking && (
        <ConfirmDialog
          title="Unlink your account on Telegram?"
          verb="Unlink"
          error={unlink.error}
          isBusy={unlink.isPending}
          onConfirm={() => unlink.mutate(undefined)}
          onClose={() => setIsAsking(false)}
        >
          The bot tells you nothing more in private, and what you write in groups is no longer taken as yours.
        </ConfirmDialog>
      )}
    </div>
  );
}
