import { actorRef } from '../domain/actor.ts';
import type { PolicyAction } from '../domain/policy/action.ts';
import type { CommandOf } from '../domain/task/commands.ts';
import { decide, type Decision } from '../domain/task/decide.ts';
import { governanceOf } from '../domain/task/governance.ts';
import type { HeldCommand, TaskState } from '../domain/task/state.ts';
import type { CommandAnswer, CommandEnvelope } from '../workflows/contract.ts';
import { approvalQuestion, canBeHeld, type Basis } from './approval-question.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import { deniedBy, inputHashOf, type Judgement } from './judgement.ts';

/** A command that moves a task. */
export type Move = CommandOf<'transition'> | CommandOf<'submit'>;
export type Envelope<Command extends CommandEnvelope['command']> = CommandEnvelope & {
  readonly command: Command;
  readonly idempotencyKey: string;
};

const SECOND_PERSON = 'the policy asks for the approval of a second person before work is DONE';

/**
 * Commands that wait for people before they are carried out: those of agents where the policy says so, and the completion
 * of work where it wants a second person.
 */
export class CommandGate {
  readonly #deps: Dependencies;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  /**
   * Asks people first where somebody has to. Undefined when the command may be sent; else what people were asked, as the
   * answer to the command.
   * @throws what the task would refuse it with, so that nobody is asked about the impossible; FORBIDDEN by a policy.
   */
  async hold(envelope: Envelope<Move>, task: TaskState): Promise<CommandAnswer | undefined> {
    const tried = tryOut(task, envelope);
    const lacksSecond = !tried.accepted && lacksOnlyApproval(task, envelope);
    if (envelope.actor.kind === 'AGENT') return this.#holdOfAgent(envelope, task, { tried, lacksSecond });
    // A person hears the task's own refusal, or the answer that the same command got before.
    return lacksSecond ? this.#ask(await this.#completion(task), envelope, task) : undefined;
  }

  async #holdOfAgent(
    envelope: Envelope<Move>,
    task: TaskState,
    { tried, lacksSecond }: { readonly tried: Decision; readonly lacksSecond: boolean },
  ): Promise<CommandAnswer | undefined> {
    const request = `command/${envelope.idempotencyKey}`;
    if (!tried.accepted && !lacksSecond) {
      if (await this.#wasLetThrough(request, envelope.command)) return undefined;
      throw OperationError.of(tried.rejection);
    }
    const judgement = await this.#judge(envelope, task);
    const { decision } = judgement.decision;
    const occasion = { actor: actorRef(envelope.actor), request: `${request}/${decision}` };
    const needsPeople = decision === 'NEEDS_APPROVAL' || (decision === 'ALLOW' && lacksSecond);
    const answer = needsPeople ? await this.#ask(basisOf(judgement), envelope, task) : undefined;
    await this.#deps.governance.record(judgement, { ...occasion, approvalId: answer?.approvalId });
    if (decision === 'DENY') throw deniedBy(judgement);
    return answer;
  }

  /** Whether it is the repetition of a command that a policy has let through, or asked people about. */
  async #wasLetThrough(request: string, command: Move): Promise<boolean> {
    const { policyDecisions } = this.#deps.store;
    const earlier =
      (await policyDecisions.ofRequest(`${request}/ALLOW`)) ??
      (await policyDecisions.ofRequest(`${request}/NEEDS_APPROVAL`));
    return earlier?.inputHash === inputHashOf(actionOf(command));
  }

  async #judge({ actor, command }: Envelope<Move>, task: TaskState): Promise<Judgement> {
    const agent = await this.#deps.agents.find(actor.id);
    if (!agent) throw notFound(`the agent ${actor.id}`);
    return this.#deps.governance.judgeAgent(agent, actionOf(command), { task });
  }

  /** What is asked when nothing but the second person is missing. */
  async #completion({ projectId, type }: TaskState): Promise<Basis> {
    const policy = await this.#deps.governance.effective({ project: projectId, taskType: type });
    const risk = policy.rules.actionRisks.TRANSITION;
    return { policy, decision: { risk, reasons: [SECOND_PERSON] }, inputHash: inputHashOf(actionOf(COMPLETION)) };
  }

  /** Under the key of the command itself: who repeats that gets the same answer. */
  async #ask(basis: Basis, envelope: Envelope<Move>, task: TaskState): Promise<CommandAnswer> {
    const { actor, command } = envelope;
    const open = task.openApprovals.find(
      ({ held, inputHash, requester }) => held && inputHash === basis.inputHash && requester.id === actor.id,
    );
    if (open) return { seq: task.seq, status: task.status, projected: true, approvalId: open.id };
    const question = approvalQuestion(basis, {
      kind: 'STATE_TRANSITION',
      action: command.name === 'submit' ? 'submit' : `move to ${command.to}`,
      summary: summaryOf(envelope, task),
      blocking: canBeHeld(task.status),
      held: heldOf(command),
    });
    return this.#deps.gateway.send(task.id, { ...envelope, command: question });
  }
}

const COMPLETION: CommandOf<'transition'> = { name: 'transition', to: 'DONE' };

const basisOf = (judgement: Judgement): Basis =>
  judgement.decision.decision === 'ALLOW'
    ? { ...judgement, decision: { ...judgement.decision, reasons: [SECOND_PERSON] } }
    : judgement;

/** What the policy is asked about a command. */
const actionOf = (command: Move): PolicyAction =>
  command.name === 'submit' ? { kind: 'SUBMIT' } : { kind: 'TRANSITION', to: command.to };

/** What the task would say to a command now. */
const tryOut = (task: TaskState, { command, actor, facts }: CommandEnvelope): Decision =>
  decide(task, command, { now: new Date().toISOString(), actor, facts });

/** Whether a second person is all that is missing for a task to be DONE. */
function lacksOnlyApproval(task: TaskState, envelope: Envelope<Move>): boolean {
  const { command, facts } = envelope;
  const governance = governanceOf(task, facts);
  if (command.name !== 'transition' || command.to !== 'DONE' || !governance.completionApproval) return false;
  const without = { ...facts, governance: { ...governance, completionApproval: false } };
  return tryOut(task, { ...envelope, facts: without }).accepted;
}

function heldOf(command: Move): HeldCommand {
  if (command.name === 'submit') return command;
  const { name, to, reason, feedback } = command;
  return { name, to, ...(reason !== undefined && { reason }), ...(feedback !== undefined && { feedback }) };
}

function summaryOf({ actor, command }: Envelope<Move>, { key, status }: TaskState): string {
  if (command.name === 'submit') return `${actor.name} wants to hand in ${key}: ${command.deliverable.summary}`;
  const because = command.reason ?? command.feedback;
  const move = `${actor.name} wants to move ${key} from ${status} to ${command.to}`;
  return because === undefined ? move : `${move}: ${because}`;
}
