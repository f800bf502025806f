import { useQuery } from '@tanstack/react-query';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { membersQuery } from '../api/queries.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Panel } from '../people/panel.tsx';
import { AddMember } from './add-member.tsx';
import { MemberItem } from './member-item.tsx';

/** Which people work in the project, and as what. */
export function MembersPanel({ project }: { readonly project: ProjectView }) {
  const members = useQuery(membersQuery(project.slug));
  const people = members.data?.items.filter(({ kind }) => kind === 'HUMAN');
  return (
    <Panel title="Members" note="Viewers read, operators work and decide, admins also configure this project.">
      {members.isPending && <SkeletonLines />}
      {members.error && !people && <Failure error={members.error} onRetry={() => void members.refetch()} />}
      {people && (
        <ul aria-label="Members" className="-mt-2 mb-3 divide-y divide-line">
          {people.map((member) => (
            <MemberItem key={member.id} project={project} member={member} />
          ))}
        </ul>
      )}
      <AddMember slug={project.slug} />
    </Panel>
  );
}
