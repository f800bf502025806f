import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { RestorationView } from '../../../operations/schemas/archive.ts';
import { Bar } from '../controls/bar.tsx';
import { Button } from '../controls/button.tsx';
import { DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { restorationQuery } from './restore-queries.ts';

interface RestoreProgressProps {
  readonly begun: RestorationView;
  /** Sends the file again, to go on. */
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

const STEPS: Readonly<Record<RestorationView['step'], string>> = {
  DOCUMENTS: 'Writing tasks',
  WORKFLOWS: 'Starting open tasks',
  DONE: 'Done',
};

/** How far it is, and what is left for people. It goes on without anybody who looks. */
export function RestoreProgress({ begun, onAgain, onClose }: RestoreProgressProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data = begun } = useQuery(restorationQuery(begun.slug));
  const { slug, state, step, done, total, failure, notes } = data;
  const open = async () => {
    await client.invalidateQueries();
    void navigate({ to: '/p/$project', params: { project: slug }, search: {} });
    onClose();
  };
  return (
    <>
      <DialogBody>
        {state === 'DONE' ? (
          <output>The project is restored.</output>
        ) : (
          <div className="flex flex-col gap-1.5">
            <output className="text-[13px] text-ink-soft">
              {STEPS[step]}: <span className="tabular-nums">{done}</span> of{' '}
              <span className="tabular-nums">{total}</span>
            </output>
            <Bar
              label="Restored"
              percent={total === 0 ? 0 : (done / total) * 100}
              colour="bg-accent"
              className="h-1.5"
            />
          </div>
        )}
        {(state === 'FAILED' || state === 'INTERRUPTED') && (
          <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-[13px] text-bad">
            It has stopped: {failure ?? 'whoever did it is gone'}. Nobody sees the project until it is whole.
          </p>
        )}
        {state === 'DONE' && notes.length > 0 && (
          <section aria-label="What is left to do">
            <h3 className="text-[13px] font-medium text-ink-soft">What is left to do by hand</h3>
            <ul className="mt-1 list-disc pl-5 text-[13px]">
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </section>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Close</Button>
        {state === 'DONE' && (
          <Button look="primary" onClick={() => void open()}>
            Open the project
          </Button>
        )}
        {(state === 'FAILED' || state === 'INTERRUPTED') && (
          <Button look="primary" onClick={onAgain}>
            Go on
          </Button>
        )}
      </DialogFooter>
    </>
  );
}
