import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import type { ExecutionView } from '../../../operations/schemas/execution.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { post } from '../api/request.ts';
import { useCommand } from '../api/use-command.ts';
import { Button } from '../controls/button.tsx';
import { notice } from '../controls/notice.ts';
import { TextDialog } from '../moves/text-dialog.tsx';
import { useActor } from '../shell/actor.ts';
import { CompleteDialog } from './complete-dialog.tsx';
import { RerouteDialog } from './reroute-dialog.tsx';

interface ExecutionActionsProps {
  readonly task: TaskView;
  readonly execution: ExecutionView;
}

type Asking = 'COMPLETE' | 'FAIL' | 'CANCEL' | 'REROUTE';

/** What a person can do about an execution under way; MANUAL work is theirs to take, complete or fail. */
export function ExecutionActions({ task, execution }: ExecutionActionsProps) {
  const { id, executor, status, worker } = execution;
  const actor = useActor();
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);
  // Its answer may come after the stream has shown that it is ours, and must not close what was opened since.
  const take = useReport(id, task.key, 'take');
  const complete = useReport(id, task.key, 'complete', close);
  const fail = useReport(id, task.key, 'fail', close);
  const cancel = useCommand(task.key, 'cancelExecution', close);
  if (!isOperator(actor)) return null;
  const isMine = worker?.kind === 'HUMAN' && worker.id === actor.id;

  return (
    <div className="mt-2.5 flex flex-wrap gap-2">
      {executor === 'MANUAL' && status === 'PENDING' && (
        <Button
          size="small"
          look="primary"
          isBusy={take.isPending}
          onClick={() => take.mutate({}, { onError: (error) => notice.refused(`${id} was not taken`, error) })}
        >
          Take
        </Button>
      )}
      {isMine && (
        <>
          <Button size="small" look="primary" onClick={() => setAsking('COMPLETE')}>
            Complete
          </Button>
          <Button size="small" onClick={() => setAsking('FAIL')}>
            Fail
          </Button>
        </>
      )}
      <Button size="small" onClick={() => setAsking('REROUTE')}>
        Re-route
      </Button>
      <Button size="small" look="danger" onClick={() => setAsking('CANCEL')}>
        Cancel execution
      </Button>
      {asking === 'COMPLETE' && (
        <CompleteDialog
          task={task}
          execution={execution}
          error={complete.error}
          isBusy={complete.isPending}
          onSubmit={(report) => complete.mutate(report)}
          onClose={close}
        />
      )}
      {asking === 'FAIL' && (
        <TextDialog
          title="What went wrong?"
          description={`${id} of ${task.key} fails for good; the fallbacks of its route come next.`}
          label="Error"
          verb="Fail the execution"
          isDangerous
          error={fail.error}
          isBusy={fail.isPending}
          onSubmit={(error) => fail.mutate({ error, retryable: false })}
          onClose={close}
        />
      )}
      {asking === 'CANCEL' && (
        <TextDialog
          title="Why?"
          description={`${id} is canceled; ${task.key} stays in progress.`}
          label="Reason"
          verb="Cancel the execution"
          isDangerous
          error={cancel.error}
          isBusy={cancel.isPending}
          onSubmit={(reason) => cancel.mutate({ executionId: id, reason })}
          onClose={close}
        />
      )}
      {asking === 'REROUTE' && <RerouteDialog task={task} executionId={id} executor={executor} onClose={close} />}
    </div>
  );
}

/** A report on an execution; the task follows by the stream, and by these refetches when the stream is away. */
function useReport(id: string, key: string, name: 'take' | 'complete' | 'fail', onDone?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: unknown) => post(`/executions/${id}/${name}`, body),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['task', key] });
      void client.invalidateQueries({ queryKey: ['task-part', key] });
      void client.invalidateQueries({ queryKey: ['manual-work'] });
      onDone?.();
    },
  });
}
