import type { Client } from '@temporalio/client';
import { ulid } from 'ulid';
import type { Db } from '../database.ts';
import type { Actor } from '../../domain/actor.ts';
import { defaultTaskBudget } from '../../domain/budget/task-budget.ts';
import { executionId, executionWorkflowId, leaseId, taskKey, taskWorkflowId } from '../../domain/ids.ts';
import { routeByHand } from '../../domain/routing/route.ts';
import { DEFAULT_ROUTING_RULES } from '../../domain/routing/rule.ts';
import { NO_FACTS, type CommandOf, type TaskCommand } from '../../domain/task/commands.ts';
import { TaskGateway } from '../../operations/task-gateway.ts';
import type { CommandEnvelope } from '../../workflows/contract.ts';
import { content, usage } from './content.ts';
import type { Life, Lives } from './life.ts';

const BENCH_PROJECT = 'bench';
const TASK_QUEUE = 'mission-control';
const PERSON: Actor = { kind: 'HUMAN', id: 'human-bench', name: 'Somebody', role: 'ADMIN' };
/** Nobody decides on what they asked for themselves. */
const SECOND_PERSON: Actor = { kind: 'HUMAN', id: 'human-second', name: 'Somebody else', role: 'ADMIN' };

/** Mission Control's own lives, through the gateway that operations/ uses. */
export function ourLives(client: Client, database: Db): Lives {
  const gateway = new TaskGateway(client, { taskQueue: TASK_QUEUE, timeoutMs: 5_000 });
  const tasks = database.collection<{ _id: string; status: string }>('tasks');

  return (number): Life => {
    const id = ulid();
    const key = taskKey('BENCH', number);
    const execution = executionId(key, 1);
    const lease = leaseId(execution, 1, 'k3v9q0');
    const send = (command: TaskCommand, actor = PERSON) => gateway.send(id, enveloped(command, actor));
    let approvalId = '';
    return {
      workflowIds: [taskWorkflowId(id), executionWorkflowId(execution)],
      create: () => gateway.create(enveloped(creation(id, key), PERSON)),
      assign: () =>
        send({
          name: 'assign',
          assignees: [{ kind: 'HUMAN', id: PERSON.id, name: PERSON.name, status: 'ACTIVE', allowedTypes: [] }],
        }),
      plan: () => send({ name: 'plan', plan: { bullets: content.bullets } }),
      dispatch: () => send({ name: 'dispatch', route: routeByHand('CODEMOD', PERSON.name, DEFAULT_ROUTING_RULES) }),
      claim: () => send(claim(execution, lease), { kind: 'SYSTEM', id: execution, name: 'CODEMOD executor' }),
      isHeld: async () => (await gateway.heartbeat(lease)) !== 'LOST',
      complete: () =>
        gateway.complete(lease, {
          deliverable: { summary: content.summary, artifacts: [] },
          checklist: content.checklist.map((label) => ({ label, checked: true })),
          usage,
        }),
      isReviewable: async () => (await tasks.findOne({ _id: id }, { projection: { status: 1 } }))?.status === 'REVIEW',
      requestApproval: async () => {
        approvalId = (await send(approvalRequest)).approvalId ?? '';
      },
      decideApproval: () => send({ name: 'decideApproval', approvalId, decision: 'APPROVE' }, SECOND_PERSON),
      finish: () => send({ name: 'transition', from: 'REVIEW', to: 'DONE' }),
    };
  };
}

/** With an idempotency key, as every command that comes through operations/ has one. */
function enveloped<Command extends TaskCommand>(
  command: Command,
  actor: Actor,
): CommandEnvelope & { command: Command } {
  return { command, actor, facts: NO_FACTS, idempotencyKey: `${actor.id}/${ulid()}`, bodyHash: 'a'.repeat(64) };
}

const creation = (id: string, key: string): CommandOf<'create'> => ({
  name: 'create',
  task: {
    id,
    key,
    projectId: BENCH_PROJECT,
    title: content.title,
    description: content.description,
    type: 'OPS',
    priority: 3,
    labels: [],
    source: 'API',
    dependsOn: [],
    checklist: content.checklist.map((label) => ({ label, checked: false })),
    budgetMicros: defaultTaskBudget('OPS'),
    metadata: {},
  },
});

const claim = (execution: string, lease: string): TaskCommand => ({
  name: 'executionReported',
  executionId: execution,
  report: { outcome: 'ASSIGNED', leaseId: lease, worker: { kind: 'AGENT', id: 'agent-bench', name: 'Some executor' } },
});

const approvalRequest: TaskCommand = {
  name: 'requestApproval',
  action: content.action,
  summary: content.approvalSummary,
  risk: 'YELLOW',
  blocking: true,
};
