import { actorRef } from '../domain/actor.ts';
import { spawnProblem } from '../domain/subtask/limits.ts';
import { NO_FACTS, type CommandOf } from '../domain/task/commands.ts';
import { isAssignedAgent } from '../domain/task/transitions.ts';
import { isFinal } from '../domain/task/vocabulary.ts';
import type { SpawnedTask, TaskState } from '../domain/task/state.ts';
import type { CommandAnswer } from '../workflows/contract.ts';
import { approvalQuestion, canBeHeld } from './approval-question.ts';
import type { Envelope } from './command-gate.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import { familyFor } from './family.ts';
import { deniedBy, type Judgement } from './judgement.ts';
import type { TaskLookup } from './task-lookup.ts';

/** What an agent asks for when it creates a task. */
export type Spawn = Omit<Envelope<CommandOf<'create'>>, 'command' | 'facts'> & {
  readonly projectId: string;
  readonly task: SpawnedTask;
};

/** Tasks that agents create: within the limits of the policy, and with people's approval where it wants that. */
export class SpawnGate {
  readonly #deps: Dependencies;
  readonly #lookup: TaskLookup;

  constructor(deps: Dependencies, lookup: TaskLookup) {
    this.#deps = deps;
    this.#lookup = lookup;
  }

  /**
   * Asks people first where somebody has to. Undefined when the task may be created now; else what people were asked. To
   * be asked under the family lock of the project.
   * @throws FORBIDDEN by a policy, GATE_NOT_MET by its limits.
   */
  async hold(spawn: Spawn): Promise<CommandAnswer | undefined> {
    // Another body under the same key is another request, which the parent refuses.
    const request = `spawn/${spawn.idempotencyKey}/${spawn.bodyHash?.slice(0, 16) ?? ''}`;
    const asked = await this.#deps.store.policyDecisions.ofRequest(`${request}/NEEDS_APPROVAL`);
    const parent = spawn.task.parent === undefined ? undefined : await this.#lookup.state(spawn.task.parent);
    if (asked && parent) return answerAgain(parent, asked.approvalId);
    const judgement = await this.#judge(spawn, parent);
    const { decision } = judgement.decision;
    const answer = decision === 'NEEDS_APPROVAL' ? await this.#ask(judgement, spawn, parent) : undefined;
    const occasion = {
      actor: actorRef(spawn.actor),
      request: `${request}/${decision}`,
      approvalId: answer?.approvalId,
    };
    await this.#deps.governance.record(judgement, occasion);
    if (decision === 'DENY') throw refusalOf(judgement);
    return answer;
  }

  async #judge({ actor, projectId, task }: Spawn, parent: TaskState | undefined): Promise<Judgement> {
    const agent = await this.#deps.agents.find(actor.id);
    if (!agent) throw notFound(`the agent ${actor.id}`);
    const family = await familyFor(this.#deps.store, projectId, task.parent);
    const action = { kind: 'SPAWN', type: task.type, family } as const;
    return this.#deps.governance.judgeAgent(agent, action, { task: parent, taskType: task.type });
  }

  /** The parent holds the question, and waits for the answer where it is the agent's own work. */
  async #ask(judgement: Judgement, spawn: Spawn, parent: TaskState | undefined): Promise<CommandAnswer> {
    if (!parent || isFinal(parent.status)) throw nobodyToAsk(judgement);
    const { task, actor, idempotencyKey, bodyHash } = spawn;
    const command = approvalQuestion(judgement, {
      kind: 'SPAWN',
      action: 'create a sub-task',
      summary: `${actor.name} wants to create a sub-task of ${parent.key}: ${task.title}`,
      blocking: isAssignedAgent(parent, actor) && canBeHeld(parent.status),
      held: { name: 'spawn', task },
      estimatedCostMicros: task.budgetMicros,
    });
    const envelope = { command, actor, facts: NO_FACTS, idempotencyKey, ...(bodyHash !== undefined && { bodyHash }) };
    return this.#deps.gateway.send(parent.id, envelope);
  }
}

const answerAgain = ({ seq, status }: TaskState, approvalId: string | undefined): CommandAnswer => ({
  seq,
  status,
  projected: true,
  ...(approvalId !== undefined && { approvalId }),
});

/** A limit that is reached is something missing; anything else is forbidden. */
function refusalOf(judgement: Judgement): OperationError {
  const { action } = judgement.question;
  const problem = action.kind === 'SPAWN' && spawnProblem(action.family, judgement.policy.rules.spawn);
  if (!problem) return deniedBy(judgement);
  return new OperationError('GATE_NOT_MET', `the task is not created: it ${problem.message}`, { errors: [problem] });
}

function nobodyToAsk({ decision: { reasons } }: Judgement): OperationError {
  const message = `it takes the approval of a person (${reasons[0] ?? 'the policy says so'}): name the task that it is for`;
  return new OperationError('FORBIDDEN', message, { errors: [{ path: 'parent', message }] });
}
