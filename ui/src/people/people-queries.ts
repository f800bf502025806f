import { queryOptions } from '@tanstack/react-query';
import type { ApiKeyView } from '../../../operations/schemas/api-key.ts';
import type { InvitationView, PersonView } from '../../../operations/schemas/people.ts';
import type { Page } from '../api/queries.ts';
import { get } from '../api/request.ts';

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => get<Page<PersonView>>('/people', {}, signal),
});

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: ({ signal }) => get<Page<InvitationView>>('/people/invitations', {}, signal),
});

/** The keys that the person may see: their own, those of their projects, or all. */
export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => get<Page<ApiKeyView>>('/api-keys', {}, signal),
});
