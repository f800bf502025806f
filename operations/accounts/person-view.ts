import type { PersonDocument } from '../../store/documents/identity.ts';
import type { PersonView } from '../schemas/people.ts';

export const personView = (person: PersonDocument): PersonView => ({
  id: person._id,
  name: person.name,
  email: person.email,
  role: person.role,
  memberships: person.memberships.map(({ project, role }) => ({ project, role })),
  isDisabled: person.disabledAt !== undefined,
  createdAt: person.createdAt.toISOString(),
});
