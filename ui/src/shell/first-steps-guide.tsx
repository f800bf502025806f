import { useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import { boardQuery } from '../board/board-query.ts';
import { Button } from '../controls/button.tsx';
import { FIRST_STEPS, nextStep, type FirstStep } from './first-steps.ts';
import { openDialog } from './shell-dialog.ts';

const WORDS: Readonly<Record<FirstStep, { readonly title: string; readonly text: string }>> = {
  CREATE: { title: 'Write a first task', text: 'What should be done? A title is enough to begin with.' },
  GIVE: { title: 'Give it to somebody', text: 'Drag it to Assigned, or open it and choose an agent or yourself.' },
  START: { title: 'Plan and start it', text: 'Drag it to In progress: it asks for a plan of three steps.' },
  SUBMIT: {
    title: 'Hand in the result',
    text: 'An executor does it when it is done; by hand, drag the task to Review.',
  },
  ACCEPT: {
    title: 'Judge the result',
    text: 'Open the task: send it back with a word, or accept it by dragging it to Done.',
  },
};

interface FirstStepsGuideProps {
  readonly slug: string;
  /** Nobody wants to see it any more. */
  readonly onOver: () => void;
}

/** Leads through the first task, one sentence at a time, above the board that it is about. */
export default function FirstStepsGuide({ slug, onOver }: FirstStepsGuideProps) {
  const client = useQueryClient();
  const board = useQuery({ ...boardQuery(client, slug, {}), placeholderData: (shown) => shown }).data;
  const counts = board && Object.fromEntries(board.columns.map(({ status, count }) => [status, count]));
  const step = counts && nextStep(counts as Record<TaskStatus, number>);
  const isOver = counts !== undefined && step === undefined;
  useEffect(() => {
    if (isOver) onOver();
  }, [isOver, onOver]);

  if (step === undefined) return null;
  const { title, text } = WORDS[step];
  return (
    <section
      aria-label="First steps"
      className="flex items-center gap-3 border-b border-line bg-accent-soft px-4 py-1.5 text-[13px] text-accent-text max-md:px-3"
    >
      <p className="min-w-0 flex-1">
        <span className="mr-2 tabular-nums">
          {FIRST_STEPS.indexOf(step) + 1} of {FIRST_STEPS.length}
        </span>
        <strong>{title}.</strong> {text}
      </p>
      {step === 'CREATE' && (
        <Button size="small" onClick={() => openDialog({ name: 'NEW_TASK' })}>
          Write it
        </Button>
      )}
      <Button
        look="quiet"
        size="icon"
        aria-label="Do not show first steps again"
        title="Do not show again"
        onClick={onOver}
      >
        <X size={15} aria-hidden />
      </Button>
    </section>
  );
}
