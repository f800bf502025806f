import { ResourceTemplate, type McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { ListResourcesResult, ReadResourceResult } from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from '../config/logger.ts';
import type { Caller } from '../operations/caller.ts';
import type { Operations } from '../operations/operations.ts';
import { taskKeySchema } from '../operations/schemas/common.ts';
import { openTasksOf } from './open-tasks.ts';
import { refusedResource } from './refusal.ts';

const LISTED = 50;
const TASK = 'mission-control://tasks/{key}';

/** What a client can put before a model without calling a tool: tasks, and their reports. */
export function addResources(
  server: McpServer,
  { tasks, reports }: Operations,
  { caller, logger }: { readonly caller: Caller; readonly logger: Logger },
): void {
  const guarded = async <Answer>(uri: string, answer: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await answer();
    } catch (error) {
      throw refusedResource(error, uri, logger);
    }
  };
  const file = (uri: URL, mimeType: string, text: string): ReadResourceResult => ({
    contents: [{ uri: uri.href, mimeType, text }],
  });
  const list = () =>
    guarded(TASK, async (): Promise<ListResourcesResult> => {
      const found = await openTasksOf(tasks, caller, { limit: LISTED });
      const resources = found.map(({ key, title, status }) => ({
        uri: `mission-control://tasks/${key}`,
        name: key,
        title: `${key} · ${title}`,
        description: status,
      }));
      return { resources };
    });

  server.registerResource(
    'task',
    new ResourceTemplate(TASK, { list }),
    {
      title: 'A task',
      description: 'The whole task as stored, and what you may do with it next. Listed are the open ones of yours.',
      mimeType: 'application/json',
    },
    (uri, { key }) =>
      guarded(uri.href, async () => {
        const task = await tasks.get(caller, taskKeySchema.parse(key));
        return file(uri, 'application/json', JSON.stringify(task, undefined, 2));
      }),
  );
  server.registerResource(
    'task-report',
    new ResourceTemplate(`${TASK}/report`, { list: undefined }),
    {
      title: 'The report of a task',
      description:
        'All that happened to a task, who decided what, what it has cost, and the proof that nothing is missing.',
      mimeType: 'text/markdown',
    },
    (uri, { key }) =>
      guarded(uri.href, async () =>
        file(uri, 'text/markdown', await reports.markdown(caller, taskKeySchema.parse(key))),
      ),
  );
}
