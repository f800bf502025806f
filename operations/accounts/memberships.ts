import type { Membership } from '../../store/documents/identity.ts';
import type { Store } from '../../store/store.ts';
import { OperationError } from '../errors.ts';

/** Memberships must be of projects that there are, each once. @throws INVALID */
export async function requireMemberships(store: Store, memberships: readonly Membership[]): Promise<void> {
  const slugs = memberships.map(({ project }) => project);
  const known = new Set((await store.projects.list(slugs)).map(({ _id }) => _id));
  const errors = slugs.flatMap((slug, index) => {
    const path = `memberships.${index}.project`;
    if (!known.has(slug)) return [{ path, message: `the project ${slug} does not exist` }];
    return slugs.indexOf(slug) === index ? [] : [{ path, message: 'is named twice' }];
  });
  if (errors.length > 0) throw new OperationError('INVALID', 'the memberships are not valid', { errors });
}
