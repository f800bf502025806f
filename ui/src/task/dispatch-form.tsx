import { useQuery } from '@tanstack/react-query';
import { Rocket } from 'lucide-react';
import { useState } from 'react';
import { EXECUTOR_TYPES, type ExecutorType } from '../../../domain/task/vocabulary.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { sendCommand } from '../api/commands.ts';
import { routeQuery } from '../api/queries.ts';
import { useCommand } from '../api/use-command.ts';
import { EXECUTOR_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Field } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { useMove } from '../moves/move-provider.tsx';
import { SkippedExecutors } from '../routing/skipped-executors.tsx';
import { onlyWaits } from './only-waits.ts';
import { Section } from './section.tsx';

/** Has the task carried out: by the executor that the rules choose, or by another one. */
export function DispatchForm({ task }: { readonly task: TaskView }) {
  const move = useMove();
  const explained = useQuery(routeQuery(task.key)).data;
  const preview = explained?.route;
  const [executor, setExecutor] = useState<ExecutorType>();
  const dispatch = useCommand(task.key, 'dispatch');
  const isEarly = onlyWaits(task);
  const body = { ...(executor && { executor }), ...(isEarly && { whenReady: true }) };

  // Dispatching an ASSIGNED task also starts it, so that the gate of that edge comes first.
  const start = () =>
    task.status === 'ASSIGNED' && !isEarly
      ? void move(task.key, 'IN_PROGRESS', { finish: ({ key }) => sendCommand(key, 'dispatch', body) })
      : dispatch.mutate(body);

  return (
    <Section title="Dispatch">
      <div className="flex items-end gap-2">
        <Field label="Executor" className="flex-1">
          {(control) => (
            <Choice
              {...control}
              values={EXECUTOR_TYPES}
              labels={EXECUTOR_LABELS}
              value={executor}
              none={preview ? `By the rules: ${EXECUTOR_LABELS[preview.executor]}` : 'By the rules'}
              onChoose={setExecutor}
            />
          )}
        </Field>
        <Button look="primary" onClick={start} isBusy={dispatch.isPending}>
          <Rocket size={14} aria-hidden /> {isEarly ? 'Start when ready' : 'Dispatch'}
        </Button>
      </div>
      {preview && executor === undefined && (
        <div className="mt-1.5 text-xs text-ink-faint">
          <p>
            {preview.reason} · score {preview.score} · up to {preview.maxAttempts} attempts
            {preview.fallbacks.length > 0 &&
              ` · then ${preview.fallbacks.map((next) => EXECUTOR_LABELS[next]).join(', ')}`}
          </p>
          <SkippedExecutors skipped={preview.skipped} />
        </div>
      )}
      <div className="mt-2 empty:hidden">
        <FormError error={dispatch.error} />
      </div>
    </Section>
  );
}
