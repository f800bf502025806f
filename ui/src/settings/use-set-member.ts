import type { SetMember } from '../../../operations/schemas/people.ts';
import { post } from '../api/request.ts';
import { notice } from '../controls/notice.ts';
import { ROLE_LABELS } from '../people/role-words.ts';
import { useChange } from '../people/use-change.ts';

/** Gives a person a role in a project, or takes the membership away. */
export const useSetMember = (slug: string, onDone: () => void = () => undefined) =>
  useChange(
    ['members', 'people', 'session'],
    async (member: SetMember) => {
      await post(`/projects/${slug}/members`, member);
      return member;
    },
    ({ email, role }) => {
      notice.done(
        role === null ? `${email} is no longer a member` : `${email} is ${ROLE_LABELS[role].toLowerCase()} now`,
      );
      onDone();
    },
  );
