import { queryOptions } from '@tanstack/react-query';
import { get } from '../api/request.ts';

/** Whether an ADMIN with a password exists; asked without being signed in. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => get<{ isSetUp: boolean }>('/setup', {}, signal),
});
