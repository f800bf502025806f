import { lazy, Suspense, useState } from 'react';
import type { PersonView } from '../../../operations/schemas/people.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { addressText } from '../people/address.ts';
import { INSTALLATION_ROLE_LABELS, ROLE_LABELS } from '../people/role-words.ts';
import { useSession } from '../shell/actor.ts';

const PersonDialog = lazy(() => import('./person-dialog.tsx'));

/** One person with everything that decides what they may do. */
export function PersonItem({ person }: { readonly person: PersonView }) {
  const { id, name, email, role, memberships, isDisabled } = person;
  const isMe = useSession().person.id === id;
  const [isEditing, setIsEditing] = useState(false);
  return (
    <li aria-label={name} className="flex items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium break-words">{name}</span>
          {isMe && <span className="text-xs text-ink-faint">you</span>}
          {role === 'ADMIN' && <Badge tone="accent">{INSTALLATION_ROLE_LABELS.ADMIN}</Badge>}
          {isDisabled && <Badge tone="bad">disabled</Badge>}
        </p>
        <p className="text-xs break-all text-ink-soft">{addressText(email)}</p>
        {role !== 'ADMIN' && (
          <p className="mt-1 flex flex-wrap gap-1">
            {memberships.length === 0 && <span className="text-xs text-ink-faint">in no project yet</span>}
            {memberships.map((membership) => (
              <Badge key={membership.project}>
                {membership.project} · {ROLE_LABELS[membership.role]}
              </Badge>
            ))}
          </p>
        )}
      </div>
      <Button size="small" aria-label={`Edit ${name}`} onClick={() => setIsEditing(true)}>
        Edit
      </Button>
      <Suspense>{isEditing && <PersonDialog person={person} onClose={() => setIsEditing(false)} />}</Suspense>
    </li>
  );
}
