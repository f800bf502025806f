import { useQuery } from '@tanstack/react-query';
import { Hand, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { assignBest } from '../api/commands.ts';
import { membersQuery, recommendationsQuery } from '../api/queries.ts';
import { useCommand, useWrite } from '../api/use-command.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { TextBox } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { Empty, Failure, SkeletonLines } from '../controls/states.tsx';
import type { GateDialogProps } from './gate-dialog-props.ts';
import { MemberChoice } from './member-choice.tsx';
import { membersByFit } from './members-by-fit.ts';

const idOf = ({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`;
const MANY = 8;

/** Gives a task to people and agents of its project, those that fit best first. */
export default function AssignDialog({ task, onDone, onClose }: GateDialogProps) {
  const members = useQuery(membersQuery(task.projectId));
  const fits = useQuery(recommendationsQuery(task.key)).data;
  const assign = useCommand(task.key, 'assign', onDone);
  const best = useWrite(() => assignBest(task.key), onDone);
  const claim = useCommand(task.key, 'claim', onDone);
  const [chosen, setChosen] = useState(() => new Set(task.assignees.map(idOf)));
  const [search, setSearch] = useState('');
  const all = members.data?.items ?? [];
  const shown = membersByFit(all, fits, task).filter(({ member }) =>
    member.name.toLowerCase().includes(search.toLowerCase()),
  );
  const isBusy = assign.isPending || best.isPending || claim.isPending;
  const isFree = task.status === 'INBOX' && task.assignees.length === 0;

  function toggle(id: string): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  }

  function submit(): void {
    const assignees = all.filter((member) => chosen.has(idOf(member)));
    assign.mutate({ assignees: assignees.map(({ kind, id }) => ({ kind, id })) });
  }

  return (
    <Dialog title="Assign" description={`${task.key} ${task.title}`} onClose={onClose}>
      <DialogBody>
        <div className="flex flex-wrap gap-2 max-md:[&>button]:flex-1">
          <Button
            size="small"
            disabled={isBusy || fits?.recommendations.length === 0}
            isBusy={best.isPending}
            onClick={() => best.mutate(undefined)}
          >
            <Sparkles size={14} aria-hidden /> Assign the best
          </Button>
          {isFree && (
            <Button size="small" disabled={isBusy} isBusy={claim.isPending} onClick={() => claim.mutate({})}>
              <Hand size={14} aria-hidden /> Claim it for myself
            </Button>
          )}
        </div>
        {all.length > MANY && (
          <TextBox
            aria-label="Find a person or agent"
            placeholder="Find…"
            value={search}
            onChange={({ target }) => setSearch(target.value)}
          />
        )}
        {members.isPending && <SkeletonLines count={4} />}
        {members.error && <Failure error={members.error} onRetry={() => void members.refetch()} />}
        {members.isSuccess && all.length === 0 && <Empty title="Nobody works in this project yet" />}
        <ul className="flex flex-col gap-0.5">
          {shown.map((candidate) => (
            <MemberChoice
              key={idOf(candidate.member)}
              candidate={candidate}
              isChosen={chosen.has(idOf(candidate.member))}
              onToggle={() => toggle(idOf(candidate.member))}
            />
          ))}
        </ul>
        <FormError error={assign.error ?? best.error ?? claim.error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Back</Button>
        <Button look="primary" disabled={chosen.size === 0 || isBusy} isBusy={assign.isPending} onClick={submit}>
          Assign
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
