import { useQuery } from '@tanstack/react-query';
import { Bot, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { MemberView } from '../../../operations/schemas/project.ts';
import { membersQuery } from '../api/queries.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';

interface BulkAssignDialogProps {
  readonly slug: string;
  readonly count: number;
  readonly onChosen: (members: readonly MemberView[]) => void;
  readonly onClose: () => void;
}

/** Gives many tasks to the same people and agents, in place of those who have them. */
export default function BulkAssignDialog({ slug, count, onChosen, onClose }: BulkAssignDialogProps) {
  const members = useQuery(membersQuery(slug));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const items = members.data?.items ?? [];
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  const submit = () => chosen.length > 0 && onChosen(items.filter((member) => chosen.includes(idOf(member))));

  return (
    <Dialog title={`Assign ${count}`} description="In place of whoever has them now." onClose={onClose}>
      <form className="contents" onSubmit={(event) => (event.preventDefault(), submit())}>
        <DialogBody>
          {members.isPending && <SkeletonLines count={4} />}
          {members.error && <Failure error={members.error} onRetry={() => void members.refetch()} />}
          <ul className="flex flex-col gap-0.5">
            {items.map((member) => {
              const Icon = member.kind === 'AGENT' ? Bot : UserRound;
              return (
                <li key={idOf(member)} className="rounded-md hover:bg-sunken">
                  <label className="flex min-h-9 items-center gap-2.5 px-2 max-md:min-h-11">
                    <input
                      type="checkbox"
                      className="size-4 accent-accent"
                      disabled={member.status !== 'ACTIVE'}
                      checked={chosen.includes(idOf(member))}
                      onChange={() => toggle(idOf(member))}
                    />
                    <Icon size={15} className="shrink-0 text-ink-faint" aria-hidden />
                    <span className="min-w-0 flex-1 truncate">{member.name}</span>
                    <span className="text-xs text-ink-faint">
                      {member.status === 'ACTIVE' ? member.role.toLowerCase() : member.status.toLowerCase()}
                    </span>
                  </label>
                </li>
              );
            })}
          </ul>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={chosen.length === 0}>
            Assign {count}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

const idOf = ({ kind, id }: MemberView): string => `${kind} ${id}`;
