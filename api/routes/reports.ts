import { z } from 'zod';
import type { ReportForm } from '../../operations/reports.ts';
import type { Operations } from '../../operations/operations.ts';
import { projectSlug } from '../../operations/schemas/common.ts';
import { reportQuery } from '../../operations/schemas/report.ts';
import { defineRoute, type Route } from '../route.ts';
import { sendFile } from '../send-file.ts';

const bySlug = z.object({ slug: projectSlug });

/** Of one task they are beside the tasks. */
export const reportRoutes = ({ reports }: Operations): Route[] => {
  const route = (form: ReportForm, type: string, schema: z.ZodType) =>
    defineRoute({
      method: 'get',
      path: `/projects/{slug}/report.${form}`,
      tag: 'Reports',
      summary: `Export a report of some days of a project, or of some of its tasks, as ${form === 'md' ? 'markdown' : 'JSON'}`,
      operation: 'tasks.report',
      params: bySlug,
      query: reportQuery,
      answers: { 200: { description: 'A file', schema, ...(form === 'md' && { mediaType: type }) } },
      handle: async ({ caller, params, query, response }) => {
        const parts = await reports.projectParts(caller, params.slug, query, form);
        await sendFile(response, parts, { name: `report-${params.slug}.${form}`, type });
        return undefined;
      },
    });
  return [route('md', 'text/markdown', z.string()), route('json', 'application/json', z.looseObject({}))];
};
