import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Panel } from '../people/panel.tsx';
import { peopleQuery } from '../people/people-queries.ts';
import { InvitationsPanel } from './invitations-panel.tsx';
import { PersonItem } from './person-item.tsx';
import { SettingsFrame } from './settings-frame.tsx';

const InviteDialog = lazy(() => import('./invite-dialog.tsx'));

/** Who has an account, who is invited, and what they may do. */
export default function PeoplePage() {
  return (
    <SettingsFrame>
      <PeoplePanel />
      <InvitationsPanel />
    </SettingsFrame>
  );
}

function PeoplePanel() {
  const people = useQuery(peopleQuery);
  const [isInviting, setIsInviting] = useState(false);
  return (
    <Panel
      title="People"
      note="Administrators configure everything; members have a role in each of their projects."
      actions={
        <Button onClick={() => setIsInviting(true)}>
          <UserPlus size={15} aria-hidden /> Invite
        </Button>
      }
    >
      {people.isPending && <SkeletonLines />}
      {people.error && !people.data && <Failure error={people.error} onRetry={() => void people.refetch()} />}
      {people.data && (
        <ul aria-label="People" className="-my-2 divide-y divide-line">
          {people.data.items.map((person) => (
            <PersonItem key={person.id} person={person} />
          ))}
        </ul>
      )}
      <Suspense>{isInviting && <InviteDialog onClose={() => setIsInviting(false)} />}</Suspense>
    </Panel>
  );
}
