import { z } from 'zod';
import { OperationError } from '../../operations/errors.ts';
import type { Operations } from '../../operations/operations.ts';
import { reportUsageSchema, runSchema, startRunSchema, usageSchema } from '../../operations/schemas/run.ts';
import { ADDS, defineTool, repeatField, SETTLES, type Tool } from '../tool.ts';

const MICRO_DOLLARS = 'in micro-dollars, 1000000 is one dollar';

/** Tools that keep an agent within its budget. */
export const runTools = ({ runs }: Operations): readonly Tool[] => [
  defineTool({
    name: 'start_run',
    title: 'Set money aside for a run',
    description:
      'Sets aside what a stretch of model work may cost, before it starts, from your day and from the task. GATE_NOT_MET with ' +
      'the field budget: there is not enough left; people are asked, stop until they have decided. Report what the run has ' +
      'really cost with report_usage and its id.',
    operations: ['runs.start'],
    annotations: ADDS,
    input: startRunSchema.extend({
      task: startRunSchema.shape.task.describe('Key of the task that pays; one of yours.'),
      estimate: startRunSchema.shape.estimate.describe(
        `What it will use at most (micros ${MICRO_DOLLARS}); without it your cap for one run.`,
      ),
      ...repeatField,
    }),
    output: z.object({ run: runSchema }),
    call: async ({ caller, input: { idempotencyKey: _key, ...body }, idempotencyKey }) => ({
      run: await runs.start(caller, body, idempotencyKey),
    }),
  }),
  defineTool({
    name: 'report_usage',
    title: 'Report what work has cost',
    description:
      'Reports tokens, money and time that model work has used. With the run of start_run it settles that run, once. Without ' +
      'one it writes down what was used for the task in any case, also where no budget was left. Report each stretch of work once.',
    operations: ['runs.finish'],
    annotations: SETTLES,
    input: reportUsageSchema.extend({
      run: z.string().max(100).optional().describe('Id of the run that start_run has answered with.'),
      task: reportUsageSchema.shape.task.describe('Key of the task that pays, where no run was started.'),
      usage: usageSchema.extend({
        costMicros: usageSchema.shape.costMicros.describe(
          `What it cost, ${MICRO_DOLLARS}; left out, from a price list.`,
        ),
      }),
      ...repeatField,
    }),
    output: z.object({ run: runSchema }),
    call: async ({ caller, input: { run, task, usage }, idempotencyKey }) => {
      if (run === undefined) return { run: await runs.report(caller, { task, usage }, idempotencyKey) };
      if (task !== undefined) throw onlyOne();
      return { run: await runs.finish(caller, run, usage) };
    },
  }),
];

function onlyOne(): OperationError {
  const message = 'is known from the run: leave it out';
  return new OperationError('INVALID', `task: ${message}`, { errors: [{ path: 'task', message }] });
}
