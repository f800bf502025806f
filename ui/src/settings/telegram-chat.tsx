import { CircleAlert, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { POST_KINDS, type PostKind } from '../../../domain/chat/vocabulary.ts';
import type { EditTelegramChat, TelegramChatView, TelegramTestView } from '../../../operations/schemas/telegram.ts';
import { patch, post, remove } from '../api/request.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { Ago } from '../controls/time.tsx';
import { CheckList } from '../people/check-list.tsx';
import { ConfirmDialog } from '../people/confirm-dialog.tsx';
import { useChange } from '../people/use-change.ts';

const POST_KIND_LABELS: Readonly<Record<PostKind, string>> = {
  MOVES: 'Moves',
  ASSIGNMENTS: 'Assignments',
  COMMENTS: 'Comments',
  EXECUTIONS: 'How executions get on',
  APPROVALS: 'Approvals',
  REVIEWS: 'Reviews',
  SUMMARY: 'Closing summaries',
  STATUS: 'How the project is',
  STANDUP: 'The whole daily standup',
  BRIEF: 'The daily brief',
};
const KIND_OPTIONS = POST_KINDS.map((value) => ({ value, label: POST_KIND_LABELS[value] }));

interface TelegramChatProps {
  readonly slug: string;
  readonly chat: TelegramChatView;
  readonly onGone: () => void;
}

/** The connected group, and what is told there. */
export function TelegramChat({ slug, chat, onGone }: TelegramChatProps) {
  const { chatId, title, isOn, broken, connectedBy, connectedAt } = chat;
  const [isAsking, setIsAsking] = useState(false);
  const path = `/projects/${slug}/telegram`;
  const turn = useChange(['project-telegram'], (change: EditTelegramChat) => patch(path, change));
  const test = useChange(['project-telegram', 'alerts'], () => post<TelegramTestView>(`${path}/test`, {}));
  const leave = useChange(['project-telegram'], () => remove(path), onGone);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-52">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-medium break-words">{title ?? 'A group'}</span>
            <Badge tone={isOn ? 'good' : 'neutral'}>{isOn ? 'On' : 'Off'}</Badge>
            {broken && <Badge tone="bad">Broken</Badge>}
          </p>
          <p className="text-[13px] text-ink-soft">
            {chatId} · connected by {connectedBy.name} <Ago at={connectedAt} />
          </p>
        </div>
        <Button isBusy={turn.isPending} onClick={() => turn.mutate({ isOn: !isOn })}>
          {isOn ? 'Switch off' : 'Switch on'}
        </Button>
        <Button isBusy={test.isPending} onClick={() => test.mutate(undefined)}>
          Test the connection
        </Button>
        <Button look="danger" onClick={() => setIsAsking(true)}>
          Disconnect…
        </Button>
      </div>
      {broken && (
        <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-[13px] break-words text-bad">
          Nothing can be sent there since <Ago at={broken.since} />: {broken.because}. Mend it, and test the connection.
        </p>
      )}
      <FormError error={turn.error ?? test.error} />
      {test.data && <TestSteps test={test.data} />}
      <Kinds path={path} kinds={chat.kinds} />
      {isAsking && (
        <ConfirmDialog
          title={`Disconnect ${title ?? 'the group'}?`}
          verb="Disconnect"
          error={leave.error}
          isBusy={leave.isPending}
          onConfirm={() => leave.mutate(undefined)}
          onClose={() => setIsAsking(false)}
        >
          Nothing more of this project is told there. What was told stays.
        </ConfirmDialog>
      )}
    </div>
  );
}

const TestSteps = ({ test: { isOk, steps } }: { readonly test: TelegramTestView }) => (
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

/** What is told, each kind by itself. */
function Kinds({ path, kinds }: { readonly path: string; readonly kinds: readonly PostKind[] }) {
  const [chosen, setChosen] = useState(kinds);
  const save = useChange(
    ['project-telegram'],
    () => patch(path, { kinds: chosen }),
    () => notice.done('The choice is saved'),
  );
  const isChanged = POST_KINDS.some((kind) => chosen.includes(kind) !== kinds.includes(kind));
  return (
    <form
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => (event.preventDefault(), save.mutate(undefined))}
    >
      <CheckList
        label="What is told there"
        hint="Each task has a thread of its own; the cards of tasks are kept up to date in any case."
        options={KIND_OPTIONS}
        chosen={chosen}
        onChange={setChosen}
      />
      <FormError error={save.error} />
      <Button type="submit" disabled={!isChanged} isBusy={save.isPending}>
        Save the choice
      </Button>
    </form>
  );
}
