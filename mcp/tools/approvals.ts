import { z } from 'zod';
import { taskKeyOfPart } from '../../domain/ids.ts';
import type { Caller, CallerOf } from '../../operations/caller.ts';
import { OperationError } from '../../operations/errors.ts';
import type { Operations } from '../../operations/operations.ts';
import { approvalViewSchema, readApprovalQuery, type ApprovalView } from '../../operations/schemas/approval.ts';
import { commandSchemas } from '../../operations/schemas/commands.ts';
import { taskKeySchema } from '../../operations/schemas/common.ts';
import { toolCallAnswerSchema, toolCallSchema, toolDecisionSchema } from '../../operations/schemas/execution.ts';
import { outcomeOf, outcomeSchema } from '../outcome.ts';
import { ADDS, defineTool, READS, repeatField, taskField, type Tool } from '../tool.ts';

const { requestApproval } = commandSchemas;

const waitSeconds = readApprovalQuery.shape.waitSeconds.describe(
  'Waits up to this many seconds for the decision, at most 25; 0 looks once.',
);

const approvalAnswerSchema = z.object({
  decision: toolDecisionSchema.shape.decision.describe(
    'ALLOW: go on. DENY: do not do it. PENDING: nobody has decided yet, ask again.',
  ),
  reason: z.string().optional(),
  /** Absent for the token of an execution, which reads no approvals. */
  approval: approvalViewSchema.optional(),
});
type ApprovalAnswer = z.infer<typeof approvalAnswerSchema>;
type Wait = { readonly waitSeconds: number; readonly signal: AbortSignal };

/** Tools that ask: the policy, and people. */
export const approvalTools = (operations: Operations): readonly Tool[] => [
  defineTool({
    name: 'request_approval',
    title: 'Ask people for an approval',
    description:
      'Asks people to allow something that you describe in words. Use it before anything that cannot be taken back, costs ' +
      'money or reaches others, and that check_tool does not cover. A blocking one holds the task until they have decided. ' +
      'The answer has an approvalId: wait for the decision with get_approval, and do nothing of it before it says ALLOW.',
    operations: ['tasks.requestApproval'],
    annotations: ADDS,
    input: requestApproval.extend({
      ...taskField,
      action: requestApproval.shape.action.describe('What you want to do, in a few words.'),
      summary: requestApproval.shape.summary.describe('What somebody has to know to decide.'),
      risk: requestApproval.shape.risk.describe(
        'GREEN reads, YELLOW changes the workspace, RED sends, publishes, deploys, pays, deletes or touches production. RED needs two people.',
      ),
      rollbackPlan: requestApproval.shape.rollbackPlan.describe('How it would be taken back.'),
      ...repeatField,
    }),
    output: outcomeSchema,
    call: async ({ caller, input: { task, idempotencyKey: _key, ...body }, idempotencyKey }) =>
      outcomeOf(await operations.tasks.command(caller, task, 'requestApproval', body, idempotencyKey)),
  }),
  defineTool({
    name: 'check_tool',
    title: 'Ask whether a tool may be used',
    description:
      'Asks the policy whether you may use a tool of yours, right before you use it: a shell command, writing a file, a network ' +
      'call, a push, a deployment. ALLOW: do it, once. DENY: do not, and do not get round it; the reasons say why. ' +
      'NEEDS_APPROVAL: people are asked; call get_approval with the approvalId, again and again, until it says ALLOW or DENY. ' +
      'Every answer is recorded. Ask anew for every call.',
    operations: ['tasks.useTool', 'executions.work'],
    annotations: ADDS,
    input: toolCallSchema.extend({
      task: taskKeySchema
        .optional()
        .describe('Key of the task that you do it for; left out only with the token of an execution.'),
      tool: toolCallSchema.shape.tool.describe(
        'shell, write_file, read_file, http_request, git_push, ... or any other name of a tool.',
      ),
      arguments: toolCallSchema.shape.arguments.describe(
        'What the tool will be called with, whole: {"command": "npm test"} for shell, {"path": "src/a.ts"} for files, {"url": "https://..."} for the network.',
      ),
      summary: toolCallSchema.shape.summary.describe('Why, in a sentence, for whoever has to decide.'),
      workspace: toolCallSchema.shape.workspace.describe('Absolute path where relative paths of the call begin.'),
      ...repeatField,
    }),
    output: toolCallAnswerSchema,
    call: async ({ caller, input: { task, idempotencyKey: _key, ...call }, idempotencyKey }) => {
      if (caller.kind === 'EXECUTION') {
        return operations.toolCalls.check(caller, caller.executionId, call, idempotencyKey);
      }
      return operations.agentToolCalls.check(caller, required(task), call, idempotencyKey);
    },
  }),
  defineTool({
    name: 'get_approval',
    title: 'Wait for an approval',
    description:
      'Says what people have decided on an approval that request_approval, check_tool, start_run, move_task or ' +
      'submit_deliverable has answered with, and waits a while for them. PENDING: call it again, for as long as it takes; an ' +
      'approval that nobody decides on expires by itself.',
    operations: ['approvals.read', 'executions.work'],
    annotations: READS,
    input: z.strictObject({
      approvalId: z.string().max(100).describe('Like MC-42-A1.'),
      waitSeconds,
    }),
    output: approvalAnswerSchema,
    call: async ({ caller, input, signal }) => {
      const wait = { waitSeconds: input.waitSeconds, signal };
      if (caller.kind === 'EXECUTION') {
        return operations.toolCalls.decision(caller, caller.executionId, input.approvalId, wait);
      }
      return decisionOf(operations, caller, input.approvalId, wait);
    },
  }),
];

function required(task: string | undefined): string {
  if (task !== undefined) return task;
  const message = 'is needed: the key of the task that the tool is used for';
  throw new OperationError('INVALID', `task: ${message}`, { errors: [{ path: 'task', message }] });
}

async function decisionOf(
  operations: Operations,
  caller: Exclude<Caller, CallerOf<'EXECUTION'>>,
  id: string,
  wait: Wait,
): Promise<ApprovalAnswer> {
  const approval = await operations.approvals.get(caller, id, wait);
  if (isOwnToolCall(approval, caller)) {
    // What people have ordered of the agent since comes before what was approved.
    const key = taskKeyOfPart(id) ?? approval.taskKey;
    const now = { waitSeconds: 0 };
    return { ...(await operations.agentToolCalls.decision(caller, key, id, now)), approval };
  }
  if (approval.status === 'PENDING') return { decision: 'PENDING', approval };
  if (approval.status === 'APPROVED') return { decision: 'ALLOW', approval };
  const reason = approval.closedBecause ?? `${id} is ${approval.status}`;
  return { decision: 'DENY', reason, approval };
}

const isOwnToolCall = ({ kind, requester, executionId, status }: ApprovalView, caller: Caller): boolean =>
  kind === 'TOOL_EXEC' && status !== 'PENDING' && executionId === undefined && requester.id === caller.actor.id;
