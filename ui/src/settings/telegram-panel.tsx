import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import type { TelegramLinkView } from '../../../operations/schemas/telegram.ts';
import { post, put } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Panel } from '../people/panel.tsx';
import { useChange } from '../people/use-change.ts';
import { BotNote } from '../telegram/bot-note.tsx';
import { LinkOffer } from '../telegram/link-offer.tsx';
import { LOOK_EVERY_MS, projectTelegramQuery, telegramQuery } from '../telegram/telegram-queries.ts';
import { TelegramChat } from './telegram-chat.tsx';

/** The group on Telegram where the tasks of the project are talked about. */
export function TelegramPanel({ project }: { readonly project: ProjectView }) {
  const { slug } = project;
  const status = useQuery(telegramQuery);
  const offer = useChange([], () => post<TelegramLinkView>(`/projects/${slug}/telegram/link`, {}));
  const connected = useQuery({
    ...projectTelegramQuery(slug),
    refetchInterval: offer.data ? LOOK_EVERY_MS : false,
  });
  const chat = connected.data?.chat;
  return (
    <Panel title="Telegram" note="A group where each task has a thread, and people decide by a button.">
      {status.data && <BotNote status={status.data} />}
      {connected.isPending && <SkeletonLines />}
      {connected.error && !connected.data && (
        <Failure error={connected.error} onRetry={() => void connected.refetch()} />
      )}
      {chat && <TelegramChat key={`${chat.chatId} ${chat.connectedAt}`} slug={slug} chat={chat} onGone={offer.reset} />}
      {connected.data && !chat && status.data?.isConfigured === true && (
        <>
          <p className="mb-3 text-[13px] text-ink-soft">
            Make a group with topics, and let the bot be an administrator who may manage topics and pin messages.
          </p>
          <Button look="primary" isBusy={offer.isPending} onClick={() => offer.mutate(undefined)}>
            {offer.data ? 'Another code' : 'Connect a group'}
          </Button>
          <FormError error={offer.error} />
          {offer.data && (
            <LinkOffer offer={offer.data} linkText="Add the bot to a group">
              Or send this in a group where the bot is already.
            </LinkOffer>
          )}
          <ById slug={slug} />
        </>
      )}
    </Panel>
  );
}

/** For those who know the id of the chat. */
function ById({ slug }: { readonly slug: string }) {
  const [id, setId] = useState('');
  const connect = useChange(
    ['project-telegram'],
    (chatId: number) => put(`/projects/${slug}/telegram`, { chatId }),
    () => notice.done('The group is connected: test the connection'),
  );
  return (
    <details className="mt-4">
      <summary className="cursor-pointer text-[13px] text-ink-soft max-md:py-3">Connect by the id of a group</summary>
      <form
        className="mt-2 flex flex-col gap-2"
        onSubmit={(event) => (event.preventDefault(), connect.mutate(Number(id)))}
      >
        <div className="flex items-end gap-2">
          <Field label="Id of the group" error={fieldError(connect.error, 'chatId')} className="max-w-xs flex-1">
            {(control) => (
              <TextBox
                {...control}
                inputMode="text"
                placeholder="-1001234567890"
                value={id}
                onChange={({ target }) => setId(target.value.trim())}
              />
            )}
          </Field>
          <Button type="submit" disabled={!/^-\d{1,15}$/.test(id)} isBusy={connect.isPending}>
            Connect
          </Button>
        </div>
        <FormError error={connect.error} fields={['chatId']} />
      </form>
    </details>
  );
}
