import { CircleAlert } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import { formatDollars } from '../../../domain/money.ts';
import { isFinal } from '../../../domain/task/vocabulary.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { Button } from '../controls/button.tsx';
import { Markdown } from '../controls/markdown.tsx';
import { useActor } from '../shell/actor.ts';
import { Checklist } from './checklist.tsx';
import { DeliverableSection } from './deliverable-section.tsx';
import { Facts } from './facts.tsx';
import { Family } from './family.tsx';
import { LoopBanner } from './loop-banner.tsx';
import { NextSteps } from './next-steps.tsx';
import { Section } from './section.tsx';
import { EditableDescription } from './editable-description.tsx';

const TaskGithub = lazy(() => import('../github/task-github.tsx'));
const PlanDialog = lazy(() => import('../moves/plan-dialog.tsx'));

export function OverviewTab({ task }: { readonly task: TaskView }) {
  const mayChange = isOperator(useActor()) && !isFinal(task.status);
  return (
    <>
      {task.loop && <LoopBanner task={task} loop={task.loop} />}
      {task.blockedReason !== undefined && !task.loop && (
        <p className="mx-4 mt-3 flex gap-2 rounded-md bg-bad-soft px-3 py-2 text-[13px] text-bad">
          <CircleAlert size={15} className="mt-0.5 shrink-0" aria-hidden />
          <span className="min-w-0 break-words">
            <strong>Blocked.</strong> {task.blockedReason}
          </span>
        </p>
      )}
      <NextSteps task={task} />
      <EditableDescription key={`${task.key} description`} task={task} isEditable={mayChange} />
      <PlanSection task={task} isEditable={mayChange} />
      {task.checklist.length > 0 && (
        <Section title="Checklist">
          <Checklist task={task} isEditable={mayChange} />
        </Section>
      )}
      {task.feedback.length > 0 && (
        <Section title="Feedback">
          <ol className="flex flex-col gap-2">
            {task.feedback.map((feedback, index) => (
              <li key={index} className="rounded-md bg-violet-soft/60 px-3 py-2">
                <Markdown>{feedback}</Markdown>
              </li>
            ))}
          </ol>
        </Section>
      )}
      {task.deliverable && <DeliverableSection deliverable={task.deliverable} />}
      <Suspense>
        <TaskGithub task={task} />
      </Suspense>
      <Family task={task} isEditable={mayChange} />
      <Facts task={task} />
    </>
  );
}

function PlanSection({ task, isEditable }: { readonly task: TaskView; readonly isEditable: boolean }) {
  const [isPlanning, setIsPlanning] = useState(false);
  const plan = task.workPlan;
  const close = () => setIsPlanning(false);
  return (
    <Section
      title="Plan"
      action={
        isEditable && (
          <Button look="quiet" size="small" onClick={() => setIsPlanning(true)}>
            {plan ? 'Change plan' : 'Write plan'}
          </Button>
        )
      }
    >
      {plan ? (
        <>
          <ol className="list-decimal pl-5 marker:text-ink-faint">
            {plan.bullets.map((bullet, index) => (
              <li key={index} className="py-0.5 pl-1 break-words">
                {bullet}
              </li>
            ))}
          </ol>
          <p className="mt-1 text-xs text-ink-faint">
            {[
              plan.estimatedCostMicros !== undefined && `estimated ${formatDollars(plan.estimatedCostMicros)}`,
              plan.estimatedMinutes !== undefined && `estimated ${plan.estimatedMinutes} min`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </>
      ) : (
        <p className="text-[13px] text-ink-faint">No plan yet. Work starts with one of 3 to 6 steps.</p>
      )}
      <Suspense>{isPlanning && <PlanDialog task={task} onDone={close} onClose={close} />}</Suspense>
    </Section>
  );
}
