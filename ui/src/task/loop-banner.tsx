import { RefreshCcwDot } from 'lucide-react';
import { useState } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { useCommand } from '../api/use-command.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { notice } from '../controls/notice.ts';
import { Ago } from '../controls/time.tsx';
import { TextDialog } from '../moves/text-dialog.tsx';
import { useActor } from '../shell/actor.ts';
import { LOOP_LABELS, loopEventInWords } from './loop-words.ts';
import { UnblockDialog } from './unblock-dialog.tsx';
import { Who } from './who.tsx';

interface LoopBannerProps {
  readonly task: TaskView;
  readonly loop: NonNullable<TaskView['loop']>;
}

/** Why Mission Control stopped a task that went round in circles, and the ways on. */
export function LoopBanner({ task, loop }: LoopBannerProps) {
  const { kind, what, nextStep, lastEvents } = loop;
  const isFine = task.acknowledgedLoops.includes(kind);
  return (
    <section aria-label="Loop" className="mx-4 mt-3 rounded-md bg-bad-soft px-3 py-2.5 text-[13px]">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-bad">
        <RefreshCcwDot size={15} className="shrink-0" aria-hidden />
        <strong className="min-w-0">Stopped: it goes round in circles.</strong>
        {isFine && <Badge>called fine here</Badge>}
      </p>
      <p className="mt-1 break-words">
        {what}: {LOOP_LABELS[kind]}.
      </p>
      <ol aria-label="Last events" className="mt-1.5 border-l-2 border-bad/40 pl-2.5">
        {lastEvents.map(({ seq, at, type, by }) => (
          <li key={seq} className="break-words">
            <Who actor={by} /> {loopEventInWords(type)} <Ago at={at} className="text-xs text-ink-soft" />
          </li>
        ))}
      </ol>
      <p className="mt-1.5 break-words">
        <strong className="font-semibold">Next step:</strong> {nextStep}
      </p>
      <LoopActions task={task} kind={kind} isFine={isFine} />
    </section>
  );
}

interface LoopActionsProps {
  readonly task: TaskView;
  readonly kind: LoopBannerProps['loop']['kind'];
  readonly isFine: boolean;
}

function LoopActions({ task, kind, isFine }: LoopActionsProps) {
  const [asking, setAsking] = useState<'UNBLOCK' | 'FINE'>();
  const close = () => setAsking(undefined);
  const acknowledge = useCommand(task.key, 'acknowledgeLoop', () => {
    notice.done(`${task.key} is not stopped for this again`);
    close();
  });
  if (!isOperator(useActor())) return null;
  return (
    <div className="mt-2 flex flex-wrap gap-2">
      <Button size="small" onClick={() => setAsking('UNBLOCK')}>
        Unblock…
      </Button>
      {!isFine && (
        <Button size="small" onClick={() => setAsking('FINE')}>
          This is fine here…
        </Button>
      )}
      {asking === 'UNBLOCK' && <UnblockDialog task={task} onClose={close} />}
      {asking === 'FINE' && (
        <TextDialog
          title="This is fine here"
          description={`Mission Control does not stop ${task.key} for ${LOOP_LABELS[kind]} again. It stays blocked until you unblock it.`}
          label="Reason"
          verb="It is fine"
          error={acknowledge.error}
          isBusy={acknowledge.isPending}
          onSubmit={(reason) => acknowledge.mutate({ kind, reason })}
          onClose={close}
        />
      )}
    </div>
  );
}
