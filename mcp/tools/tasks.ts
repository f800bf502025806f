import { z } from 'zod';
import { TASK_STATUSES } from '../../domain/task/vocabulary.ts';
import type { Operations } from '../../operations/operations.ts';
import { pageOf, pageQuery } from '../../operations/schemas/common.ts';
import { messageSchema, taskCardSchema, taskSchema } from '../../operations/schemas/task.ts';
import { openTasksOf } from '../open-tasks.ts';
import { defineTool, READS, taskField, type Tool } from '../tool.ts';

const limit = z.number().int().min(1).max(200).default(20);

/** Tools that look at tasks. */
export const readingTools = ({ tasks }: Operations): readonly Tool[] => [
  defineTool({
    name: 'get_task',
    title: 'Read a task',
    description:
      'Reads one task: what is asked for, its plan, checklist, feedback of reviewers, open approvals, cost so far, and ' +
      'allowedTransitions, which says what you may do next and what is still missing for it. Read it before you start, ' +
      'and again after you have waited for people.',
    operations: ['tasks.read'],
    annotations: READS,
    input: z.strictObject(taskField),
    output: z.object({ task: taskSchema }),
    call: async ({ caller, input }) => ({ task: await tasks.get(caller, input.task) }),
  }),
  defineTool({
    name: 'list_my_tasks',
    title: 'List my tasks',
    description:
      'Lists tasks, most urgent and oldest first. ASSIGNED_TO_ME (the default): tasks that are yours and not over, or ' +
      'those in one status. CLAIMABLE: tasks in the INBOX that nobody has; take one with claim_task.',
    operations: ['tasks.read'],
    annotations: READS,
    input: z.strictObject({
      which: z.enum(['ASSIGNED_TO_ME', 'CLAIMABLE']).default('ASSIGNED_TO_ME'),
      status: z.enum(TASK_STATUSES).optional().describe('Only tasks of yours in this status, DONE ones too.'),
      limit,
    }),
    output: z.object({ items: z.array(taskCardSchema) }),
    call: async ({ caller, input }) => {
      if (input.which === 'CLAIMABLE') {
        const { items } = await tasks.list(caller, { status: 'INBOX', limit: 200 });
        return { items: items.filter(({ assignees }) => assignees.length === 0).slice(0, input.limit) };
      }
      return { items: await openTasksOf(tasks, caller, input) };
    },
  }),
  defineTool({
    name: 'list_messages',
    title: 'Read the thread of a task',
    description:
      'Reads what people, agents and Mission Control wrote to a task, oldest first. With a nextCursor there is more.',
    operations: ['tasks.read'],
    annotations: READS,
    input: z.strictObject({ ...taskField, limit: limit.default(50), cursor: pageQuery.cursor }),
    output: pageOf(messageSchema),
    call: async ({ caller, input: { task, ...page } }) => tasks.messages(caller, task, page),
  }),
];
