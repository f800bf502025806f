import { useQuery } from '@tanstack/react-query';
import { HUMAN_ROLES, type HumanRole } from '../../../domain/actor.ts';
import { projectsQuery } from '../api/queries.ts';
import { Choice } from '../controls/choice.tsx';
import { Field } from '../controls/field.tsx';
import {
  INSTALLATION_ROLE_LABELS,
  INSTALLATION_ROLES,
  ROLE_LABELS,
  type InstallationRole,
} from '../people/role-words.ts';

/** What somebody may do: in the whole installation, and in each project. */
export interface Access {
  readonly role: InstallationRole;
  readonly memberships: readonly { readonly project: string; readonly role: HumanRole }[];
}

interface AccessFieldsProps {
  readonly access: Access;
  readonly onChange: (access: Access) => void;
}

export function AccessFields({ access, onChange }: AccessFieldsProps) {
  return (
    <>
      <Field
        label="Role"
        hint={
          access.role === 'ADMIN'
            ? 'Configures everything: people, keys, every project and the emergency stop.'
            : 'Sees and does what the roles in the projects below say.'
        }
      >
        {(control) => (
          <Choice
            {...control}
            values={INSTALLATION_ROLES}
            labels={INSTALLATION_ROLE_LABELS}
            value={access.role}
            onChoose={(role) => role && onChange({ ...access, role })}
          />
        )}
      </Field>
      {access.role === 'MEMBER' && <MembershipFields access={access} onChange={onChange} />}
    </>
  );
}

function MembershipFields({ access, onChange }: AccessFieldsProps) {
  const projects = useQuery(projectsQuery).data?.items ?? [];
  const { memberships } = access;

  function set(project: string, role: HumanRole | undefined): void {
    const others = memberships.filter((membership) => membership.project !== project);
    onChange({ ...access, memberships: role === undefined ? others : [...others, { project, role }] });
  }

  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 text-[13px] font-medium text-ink-soft">Projects</legend>
      {projects.length === 0 && <p className="text-[13px] text-ink-faint">There is no project yet.</p>}
      <div className="max-h-60 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {projects.map(({ slug, name }) => (
          <label key={slug} className="flex items-center gap-3 px-3 py-1.5">
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <Choice
              aria-label={`Role in ${name}`}
              className="w-36! max-md:w-44!"
              values={HUMAN_ROLES}
              labels={ROLE_LABELS}
              none="Not a member"
              value={memberships.find(({ project }) => project === slug)?.role}
              onChoose={(role) => set(slug, role)}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
