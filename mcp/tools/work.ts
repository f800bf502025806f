import { z } from 'zod';
import { PLAN_BULLETS } from '../../domain/task/gates.ts';
import type { Caller } from '../../operations/caller.ts';
import { OperationError } from '../../operations/errors.ts';
import type { Operations } from '../../operations/operations.ts';
import { commandSchemas } from '../../operations/schemas/commands.ts';
import type { Tasks } from '../../operations/tasks.ts';
import { outcomeOf, outcomeSchema, standingOf } from '../outcome.ts';
import { ADDS, defineTool, repeatField, SETTLES, taskField, type Tool } from '../tool.ts';

const { plan, transition, comment, submit } = commandSchemas;
const MICRO_DOLLARS = 'in micro-dollars: 1000000 is one dollar';

/** Tools that take a task from the inbox to review. Each is one command to the task. */
export const workTools = ({ tasks }: Operations): readonly Tool[] => [
  defineTool({
    name: 'claim_task',
    title: 'Claim a task',
    description:
      'Takes a task from the INBOX that nobody has: you become its assignee and it is ASSIGNED. If somebody was faster you ' +
      'get a CONFLICT with their name; choose another one. Claiming a task that is yours already changes nothing.',
    operations: ['tasks.claim'],
    annotations: SETTLES,
    input: z.strictObject({ ...taskField, ...repeatField }),
    output: outcomeSchema,
    call: async ({ caller, input, idempotencyKey }) => {
      try {
        return outcomeOf(await tasks.command(caller, input.task, 'claim', {}, idempotencyKey));
      } catch (error) {
        return await standingIfMine(tasks, caller, input.task, error);
      }
    },
  }),
  defineTool({
    name: 'submit_plan',
    title: 'Submit a work plan',
    description:
      `Writes down how you are going to do a task, in ${PLAN_BULLETS.min} to ${PLAN_BULLETS.max} bullets. Work cannot start ` +
      'without it: submit the plan, then start with move_task to IN_PROGRESS. Submitting again replaces the plan.',
    operations: ['tasks.plan'],
    annotations: SETTLES,
    input: plan.extend({
      ...taskField,
      bullets: plan.shape.bullets.describe('One step each, in the order in which you take them.'),
      estimatedCostMicros: plan.shape.estimatedCostMicros.describe(`What it will cost, ${MICRO_DOLLARS}.`),
      ...repeatField,
    }),
    output: outcomeSchema,
    call: async ({ caller, input: { task, idempotencyKey: _key, ...body }, idempotencyKey }) =>
      outcomeOf(await tasks.command(caller, task, 'plan', body, idempotencyKey)),
  }),
  defineTool({
    name: 'move_task',
    title: 'Move a task',
    description:
      'Moves a task along its states. IN_PROGRESS starts work that is ASSIGNED to you and planned. BLOCKED says that you ' +
      'cannot go on: give a reason, and a person takes over. IN_PROGRESS from REVIEW sends work back that you review: give ' +
      'feedback. To hand work in use submit_deliverable instead. What you may do now is in allowedTransitions of get_task; ' +
      'GATE_NOT_MET says what is missing. With an approvalId in the answer the move waits for people and then happens by itself.',
    operations: ['tasks.transition'],
    annotations: ADDS,
    input: transition.extend({
      ...taskField,
      from: transition.shape.from.describe('The status you believe it has: any other one is answered with CONFLICT.'),
      ...repeatField,
    }),
    output: outcomeSchema,
    call: async ({ caller, input: { task, idempotencyKey: _key, ...body }, idempotencyKey }) =>
      outcomeOf(await tasks.command(caller, task, 'transition', body, idempotencyKey)),
  }),
  defineTool({
    name: 'post_comment',
    title: 'Comment on a task',
    description:
      'Writes a message into the thread of a task, where people and other agents read it. Use it for questions, for what you ' +
      'found out, and for progress that matters; mention somebody as @name to have them told. Too many comments in a short ' +
      'time count as a loop and block the task.',
    operations: ['tasks.comment'],
    annotations: ADDS,
    input: comment.extend({ ...taskField, body: comment.shape.body.describe('Markdown.'), ...repeatField }),
    output: outcomeSchema,
    call: async ({ caller, input: { task, body }, idempotencyKey }) =>
      outcomeOf(await tasks.command(caller, task, 'comment', { body }, idempotencyKey)),
  }),
  defineTool({
    name: 'submit_deliverable',
    title: 'Hand in work',
    description:
      'Hands in the result of a task that is IN_PROGRESS: it goes to REVIEW, where somebody else judges it. Settle every item ' +
      'of the checklist: give all of them back with checked true, or with a note that says why not. Comes it back with ' +
      'feedback, work it in and hand in again. With an approvalId in the answer it waits for people and is then handed in by itself.',
    operations: ['tasks.submit'],
    annotations: ADDS,
    input: submit.extend({
      ...taskField,
      summary: submit.shape.summary.describe('What you did and how it can be checked; for people, in Markdown.'),
      content: submit.shape.content.describe('The result itself where it is text. Markdown.'),
      artifacts: submit.shape.artifacts.describe(
        'Ids of files that were uploaded before by POST /api/v1/tasks/{key}/artifacts?name=FILE with the same key.',
      ),
      ...repeatField,
    }),
    output: outcomeSchema,
    call: async ({ caller, input: { task, idempotencyKey: _key, ...body }, idempotencyKey }) =>
      outcomeOf(await tasks.command(caller, task, 'submit', body, idempotencyKey)),
  }),
];

/** Whoever claims what is theirs already has what they wanted. @throws the error otherwise */
async function standingIfMine(tasks: Tasks, caller: Caller, key: string, error: unknown) {
  if (!(error instanceof OperationError) || error.code !== 'CONFLICT') throw error;
  const task = await tasks.get(caller, key);
  const isMine = task.assignees.some(({ kind, id }) => kind === caller.actor.kind && id === caller.actor.id);
  if (!isMine) throw error;
  return standingOf(task);
}
