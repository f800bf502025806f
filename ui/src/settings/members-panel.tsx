import { useQuery } from '@tanstack/react-query';
import { HUMAN_ROLES, type HumanRole } from '../../../domain/actor.ts';
import type { MemberView, ProjectView } from '../../../operations/schemas/project.ts';
import { membersQuery } from '../api/queries.ts';
import { Choice } from '../controls/choice.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Panel } from '../people/panel.tsx';
import { INSTALLATION_ROLE_LABELS, ROLE_LABELS } from '../people/role-words.ts';
import { AddMember } from './add-member.tsx';
import { useSetMember } from './use-set-member.ts';

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
            <MemberItem key={member.id} slug={project.slug} member={member} />
          ))}
        </ul>
      )}
      <AddMember slug={project.slug} />
    </Panel>
  );
}

function MemberItem({ slug, member }: { readonly slug: string; readonly member: MemberView }) {
  const { name, email, role, isAdministrator } = member;
  const set = useSetMember(slug);
  return (
    <li aria-label={name} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{name}</p>
        <p className="text-xs break-all text-ink-soft">{email}</p>
        {set.error && (
          <p role="alert" className="text-xs text-bad">
            {set.error.message}
          </p>
        )}
      </div>
      {isAdministrator === true || email === undefined ? (
        <span className="text-[13px] text-ink-soft">{INSTALLATION_ROLE_LABELS.ADMIN}</span>
      ) : (
        <Choice
          aria-label={`Role of ${name}`}
          className="w-36!"
          values={HUMAN_ROLES}
          labels={ROLE_LABELS}
          none="Remove"
          value={HUMAN_ROLES.find((candidate) => candidate === role)}
          onChoose={(next: HumanRole | undefined) => set.mutate({ email, role: next ?? null })}
        />
      )}
    </li>
  );
}
