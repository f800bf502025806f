import { setTimeout } from 'node:timers/promises';
import type { AgentRole } from '../domain/actor.ts';
import { refusalFor } from '../domain/agent/status.ts';
import { needsApproval, riskOfTool } from '../domain/policy/tool-risk.ts';
import { MODE_ABILITIES } from '../domain/project/mode.ts';
import { NO_FACTS } from '../domain/task/commands.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { ExecutionDocument } from '../store/models.ts';
import { authorizeKind } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import type { ToolCall, ToolCallAnswer, ToolDecision } from './schemas/execution.ts';
import type { Tasks } from './tasks.ts';
import { withoutUndefined } from './without-undefined.ts';

const LOOK_EVERY_MS = 250;

/** May an execution use a tool? Asks the policy, and a person where the policy wants one. */
export class ToolCalls {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;

  constructor(deps: Dependencies, tasks: Tasks) {
    this.#deps = deps;
    this.#tasks = tasks;
  }

  async check(caller: Caller, executionId: string, call: ToolCall, idempotencyKey: string): Promise<ToolCallAnswer> {
    requireOwnExecution(caller, executionId);
    const execution = await this.#deps.store.parts.execution(executionId);
    if (!execution) throw notFound(`the execution ${executionId}`);
    const task = await this.#tasks.lookup.state(execution.taskKey);
    const risk = riskOfTool(call.tool);
    const denial = await this.#denial(task, execution);
    if (denial !== undefined) return { decision: 'DENY', risk, reasons: [denial] };
    const role = await this.#roleOf(task);
    if (!needsApproval(role, risk)) {
      return { decision: 'ALLOW', risk, reasons: [`${call.tool} is ${risk}, which ${role} may use`] };
    }
    const { approvalId } = await this.#deps.gateway.send(task.id, {
      command: {
        name: 'requestApproval',
        action: call.tool,
        risk,
        blocking: true,
        executionId,
        ...withoutUndefined({
          summary: call.summary,
          payload: call.arguments,
          rollbackPlan: call.rollbackPlan,
          justification: call.justification,
        }),
      },
      actor: caller.actor,
      facts: NO_FACTS,
      idempotencyKey: `${executionId}/${idempotencyKey}`,
    });
    this.#deps.live.poke();
    const reasons = [`${call.tool} is ${risk}: ${role} needs the approval of a person`];
    return { decision: 'NEEDS_APPROVAL', risk, reasons, ...(approvalId !== undefined && { approvalId }) };
  }

  /** What became of the question, waiting up to `waitSeconds` for the answer. */
  async decision(caller: Caller, executionId: string, approvalId: string, waitSeconds: number): Promise<ToolDecision> {
    requireOwnExecution(caller, executionId);
    const until = Date.now() + waitSeconds * 1000;
    for (;;) {
      const approval = await this.#deps.store.parts.approval(approvalId);
      if (approval?.executionId !== executionId) throw notFound(`the approval ${approvalId} of ${executionId}`);
      if (approval.status === 'APPROVED') return { decision: 'ALLOW' };
      if (approval.status !== 'PENDING') {
        const reason = approval.decisions.at(-1)?.reason ?? `the approval is ${approval.status}`;
        return { decision: 'DENY', reason };
      }
      if (Date.now() + LOOK_EVERY_MS > until) return { decision: 'PENDING' };
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  async #denial(task: TaskState, { _id: id, agent }: ExecutionDocument): Promise<string | undefined> {
    if (!task.activeExecutions.some((execution) => execution.id === id)) return `${id} is not running any more`;
    const { mode } = await this.#deps.projects.require(task.projectId);
    if (!MODE_ABILITIES[mode].goesOn) return `the project ${task.projectId} is ${mode}`;
    const worksFor = agent && (await this.#deps.agents.find(agent.id));
    // What people ordered alone: a run that is under way has its money, whatever is left of the day.
    return worksFor && refusalFor(worksFor.control.status, 'usesTools', worksFor.name);
  }

  /** An execution acts with the autonomy of the agent it works for, and with the least when there is none. */
  async #roleOf({ projectId, assignees }: TaskState): Promise<AgentRole> {
    const assigned = assignees.find(({ kind }) => kind === 'AGENT');
    if (!assigned) return 'INTERN';
    const agent = await this.#deps.agents.find(assigned.id);
    return agent?.projectId === projectId ? agent.role : 'INTERN';
  }
}

function requireOwnExecution(caller: Caller, executionId: string): void {
  authorizeKind(caller, 'executions.work');
  if (caller.kind !== 'EXECUTION' || caller.executionId !== executionId) {
    throw new OperationError('FORBIDDEN', 'only the execution itself asks for its tools');
  }
}
