import { useQuery } from '@tanstack/react-query';
import { Bot, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { MemberView } from '../../../operations/schemas/project.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { membersQuery } from '../api/queries.ts';
import { useCommand } from '../api/use-command.ts';
import { TYPE_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { TextBox } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { Empty, Failure, SkeletonLines } from '../controls/states.tsx';
import type { GateDialogProps } from './gate-dialog-props.ts';

const idOf = ({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`;

/** Gives a task to people and agents of its project. */
export default function AssignDialog({ task, onDone, onClose }: GateDialogProps) {
  const members = useQuery(membersQuery(task.projectId));
  const assign = useCommand(task.key, 'assign', onDone);
  const [chosen, setChosen] = useState(() => new Set(task.assignees.map(idOf)));
  const [search, setSearch] = useState('');
  const all = members.data?.items ?? [];
  const shown = all.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));

  function toggle(member: MemberView): void {
    const next = new Set(chosen);
    if (!next.delete(idOf(member))) next.add(idOf(member));
    setChosen(next);
  }

  function submit(): void {
    const assignees = all.filter((member) => chosen.has(idOf(member)));
    assign.mutate({ assignees: assignees.map(({ kind, id }) => ({ kind, id })) });
  }

  return (
    <Dialog title="Assign" description={`${task.key} ${task.title}`} onClose={onClose}>
      <DialogBody>
        {all.length > 8 && (
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
          {shown.map((member) => (
            <li key={idOf(member)}>
              <MemberChoice
                member={member}
                task={task}
                isChosen={chosen.has(idOf(member))}
                onToggle={() => toggle(member)}
              />
            </li>
          ))}
        </ul>
        <FormError error={assign.error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Back</Button>
        <Button look="primary" disabled={chosen.size === 0} isBusy={assign.isPending} onClick={submit}>
          Assign
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

interface MemberChoiceProps {
  readonly member: MemberView;
  readonly task: TaskView;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}

function MemberChoice({ member, task, isChosen, onToggle }: MemberChoiceProps) {
  const obstacle = obstacleOf(member, task);
  const Icon = member.kind === 'AGENT' ? Bot : UserRound;
  return (
    <label className="flex min-h-9 items-center gap-2.5 rounded-md px-2 hover:bg-sunken has-disabled:opacity-60 max-md:min-h-11">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={isChosen}
        disabled={obstacle !== undefined && !isChosen}
        onChange={onToggle}
      />
      <Icon size={15} className="text-ink-faint" aria-hidden />
      <span className="min-w-0 flex-1 truncate">{member.name}</span>
      <span className="text-xs text-ink-faint">{obstacle ?? member.role.toLowerCase()}</span>
    </label>
  );
}

/** Why a member cannot take the task, as the gate will say. */
function obstacleOf({ status, allowedTypes }: MemberView, { type }: TaskView): string | undefined {
  if (status !== 'ACTIVE') return status.toLowerCase();
  return allowedTypes.length === 0 || allowedTypes.includes(type)
    ? undefined
    : `takes no ${TYPE_LABELS[type].toLowerCase()}`;
}
