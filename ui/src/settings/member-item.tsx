import { useState } from 'react';
import { HUMAN_ROLES } from '../../../domain/actor.ts';
import type { MemberView, ProjectView } from '../../../operations/schemas/project.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { addressText } from '../people/address.ts';
import { ConfirmDialog } from '../people/confirm-dialog.tsx';
import { INSTALLATION_ROLE_LABELS, ROLE_LABELS } from '../people/role-words.ts';
import { useSetMember } from './use-set-member.ts';

interface MemberItemProps {
  readonly project: ProjectView;
  readonly member: MemberView;
}

/** One member, whose role is changed in place. */
export function MemberItem({ project, member }: MemberItemProps) {
  const { name, email, role, isAdministrator } = member;
  const [isRemoving, setIsRemoving] = useState(false);
  const set = useSetMember(project.slug, () => setIsRemoving(false));
  return (
    <li aria-label={name} className="flex flex-wrap items-center gap-x-2 gap-y-1 py-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{name}</p>
        <p className="text-xs break-all text-ink-soft">{email !== undefined && addressText(email)}</p>
        {set.error && !isRemoving && (
          <p role="alert" className="text-xs text-bad">
            {set.error.message}
          </p>
        )}
      </div>
      {isAdministrator === true || email === undefined ? (
        <span className="text-[13px] text-ink-soft">{INSTALLATION_ROLE_LABELS.ADMIN}</span>
      ) : (
        <>
          <Choice
            aria-label={`Role of ${name}`}
            className="w-32!"
            values={HUMAN_ROLES}
            labels={ROLE_LABELS}
            value={HUMAN_ROLES.find((candidate) => candidate === role)}
            onChoose={(next) => next && set.mutate({ email, role: next })}
          />
          <Button look="danger" aria-label={`Remove ${name}`} onClick={() => setIsRemoving(true)}>
            Remove
          </Button>
        </>
      )}
      {isRemoving && email !== undefined && (
        <ConfirmDialog
          title={`Remove ${name}?`}
          verb="Remove"
          error={set.error}
          isBusy={set.isPending}
          onConfirm={() => set.mutate({ email, role: null })}
          onClose={() => setIsRemoving(false)}
        >
          {name} no longer sees {project.name}. The account stays, and what they did here too.
        </ConfirmDialog>
      )}
    </li>
  );
}
