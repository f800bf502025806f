import { queryOptions } from '@tanstack/react-query';
import type { ChooseViews, EditView, ViewsView, ViewView } from '../../../operations/schemas/board.ts';
import type { createViewSchema } from '../../../operations/schemas/board.ts';
import { get, patch, post, put, remove } from '../api/request.ts';

type NewView = (typeof createViewSchema)['_zod']['input'];

export const viewsQuery = (slug: string) =>
  queryOptions({
    queryKey: ['views', slug],
    queryFn: ({ signal }) => get<ViewsView>(`/projects/${slug}/views`, {}, signal),
    // The stream tells when they change.
    staleTime: Infinity,
    retry: 1,
  });

export const createView = (slug: string, view: NewView): Promise<ViewView> => post(`/projects/${slug}/views`, view);
export const editView = (slug: string, id: string, edit: EditView): Promise<ViewView> =>
  patch(`/projects/${slug}/views/${id}`, edit);
export const deleteView = (slug: string, id: string): Promise<void> => remove(`/projects/${slug}/views/${id}`);
export const chooseViews = (slug: string, choice: ChooseViews): Promise<ViewsView> =>
  put(`/projects/${slug}/views/choice`, choice);
