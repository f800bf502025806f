import type { PolicyAction } from '../domain/policy/action.ts';
import { isAssignedAgent } from '../domain/task/transitions.ts';
import type { TaskStatus } from '../domain/task/vocabulary.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { ApprovalDocument } from '../store/models.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import type { ToolCall, ToolCallAnswer, ToolDecision } from './schemas/execution.ts';
import type { Tasks } from './tasks.ts';
import { ToolCallAnswers, type WaitForDecision } from './tool-call-answers.ts';

/** Where whoever has a task works on it; anywhere else it is not theirs to go on with. */
const AT_WORK: readonly TaskStatus[] = ['ASSIGNED', 'IN_PROGRESS', 'NEEDS_APPROVAL'];

/** May an agent that works on a task by itself, without an execution, use a tool? By the same rules as an execution. */
export class AgentToolCalls {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;
  readonly #answers: ToolCallAnswers;

  constructor(deps: Dependencies, tasks: Tasks) {
    this.#deps = deps;
    this.#tasks = tasks;
    this.#answers = new ToolCallAnswers(deps, tasks.lookup);
  }

  /** The same call with the same idempotency key gets the same answer, and what people have decided on it since. */
  async check(caller: Caller, key: string, call: ToolCall, idempotencyKey: string): Promise<ToolCallAnswer> {
    const agent = await this.#agentOf(caller, key);
    const action: PolicyAction = { kind: 'TOOL_CALL', tool: call.tool, arguments: call.arguments ?? {} };
    const request = `tool-call/${key}/${agent._id}/${idempotencyKey}`;
    const [task, earlier] = await Promise.all([
      this.#tasks.lookup.state(key),
      this.#answers.gate.earlier(request, action),
    ]);
    const { actor } = caller;
    if (!isAssignedAgent(task, actor)) throw new OperationError('FORBIDDEN', `${agent.name} does not work on ${key}`);
    if (!AT_WORK.includes(task.status)) {
      return { decision: 'DENY', risk: 'GREEN', reasons: [`${key} is ${task.status}: nobody works on it now`] };
    }
    return this.#answers.answer({ actor, task, agent, call, action, request }, earlier);
  }

  /** What became of the question, waiting up to `waitSeconds` for the answer. */
  async decision(caller: Caller, key: string, approvalId: string, waiting: WaitForDecision): Promise<ToolDecision> {
    const agent = await this.#agentOf(caller, key);
    const refusal = (approval: ApprovalDocument | undefined) => {
      if (approval?.taskKey !== key) return notFound(`the approval ${approvalId} of ${key}`);
      return isCallOf(agent, approval)
        ? undefined
        : new OperationError('FORBIDDEN', `${approvalId} is no call of yours`);
    };
    const asItIsThen = async () => (await this.#deps.agents.find(agent._id)) ?? agent;
    return this.#answers.decision(approvalId, refusal, asItIsThen, waiting);
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async #agentOf(caller: Caller, key: string): Promise<AgentDocument> {
    await this.#tasks.lookup.authorized(caller, 'tasks.useTool', key);
    const agent = caller.kind === 'AGENT' ? await this.#deps.agents.find(caller.agentId) : undefined;
    if (!agent) throw notFound('the agent of this key');
    return agent;
  }
}

const isCallOf = ({ _id }: AgentDocument, { kind, executionId, requester }: ApprovalDocument): boolean =>
  kind === 'TOOL_EXEC' && executionId === undefined && requester.id === _id;
