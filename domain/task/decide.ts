import { actorRef, isOperator, type Actor } from '../actor.ts';
import { reject, type Rejection } from '../rejection.ts';
import type { CommandContext, CommandName, CommandOf, TaskCommand } from './commands.ts';
import { approvalDeciders } from './decide-approval.ts';
import { dependencyDeciders } from './decide-dependency.ts';
import { executionDeciders } from './decide-execution.ts';
import { fieldDeciders } from './decide-fields.ts';
import { reviewDeciders } from './decide-review.ts';
import { transitionDeciders } from './decide-transition.ts';
import { Draft } from './draft.ts';
import type { TaskEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { noteGovernance, stopLoop } from './governance.ts';
import type { TaskState } from './state.ts';
import { isAssignedAgent } from './transitions.ts';
import { isFinal } from './vocabulary.ts';

/** The events a command leads to, with the state after them, or why it is refused. */
export type Decision =
  | { readonly accepted: true; readonly events: readonly TaskEvent[]; readonly state: TaskState }
  | { readonly accepted: false; readonly rejection: Rejection };

type Decider<Name extends CommandName> = (draft: Draft, command: CommandOf<Name>) => Rejection | undefined;

type Deciders = { readonly [Name in Exclude<CommandName, 'create'>]: Decider<Name> };

const DECIDERS: Deciders = {
  ...fieldDeciders,
  ...transitionDeciders,
  ...approvalDeciders,
  ...executionDeciders,
  ...reviewDeciders,
  ...dependencyDeciders,
};

type Sender = 'OPERATOR' | 'ASSIGNED_AGENT' | 'ANY_AGENT' | 'SYSTEM';

/** Who may send what. What a command finds in its way after that is its decider's business. */
const SENDERS: { readonly [Name in CommandName]: readonly Sender[] } = {
  create: ['OPERATOR', 'ANY_AGENT', 'SYSTEM'],
  edit: ['OPERATOR', 'SYSTEM'],
  assign: ['OPERATOR', 'SYSTEM'],
  unassign: ['OPERATOR', 'SYSTEM'],
  claim: ['OPERATOR', 'ANY_AGENT'],
  plan: ['OPERATOR', 'ASSIGNED_AGENT'],
  transition: ['OPERATOR', 'ANY_AGENT', 'SYSTEM'],
  comment: ['OPERATOR', 'ANY_AGENT', 'SYSTEM'],
  editComment: ['OPERATOR', 'ANY_AGENT', 'SYSTEM'],
  openThread: ['SYSTEM'],
  submit: ['OPERATOR', 'ASSIGNED_AGENT', 'SYSTEM'],
  requestApproval: ['OPERATOR', 'ANY_AGENT', 'SYSTEM'],
  decideApproval: ['OPERATOR'],
  delegateApproval: ['OPERATOR'],
  useGrant: ['SYSTEM'],
  cancelApproval: ['OPERATOR', 'ANY_AGENT', 'SYSTEM'],
  escalateApproval: ['SYSTEM'],
  expireApproval: ['SYSTEM'],
  review: ['OPERATOR', 'ANY_AGENT'],
  respondToReview: ['OPERATOR', 'ANY_AGENT'],
  acknowledgeLoop: ['OPERATOR'],
  dependencyFinished: ['SYSTEM'],
  dispatch: ['OPERATOR', 'ASSIGNED_AGENT', 'SYSTEM'],
  cancelExecution: ['OPERATOR', 'SYSTEM'],
  executionReported: ['SYSTEM'],
  recordRun: ['SYSTEM'],
  link: ['OPERATOR', 'ASSIGNED_AGENT', 'SYSTEM'],
};

/**
 * What `command` does to a task, `state` being undefined before it exists. Pure and total: the same arguments
 * always give the same decision, and nothing a command contains makes it throw.
 */
export function decide(state: TaskState | undefined, command: TaskCommand, context: CommandContext): Decision {
  if (!maySend(state, command.name, context.actor)) return refuse(notPermitted(command.name, context.actor));
  if (command.name === 'create') return create(state, command, context);
  if (!state) return refuse(reject('NOT_FOUND', 'the task does not exist yet'));
  if (isFinal(state.status))
    return refuse(reject('CONFLICT', `${state.key} is ${state.status}: nothing changes it any more`));

  const draft = new Draft(state, context);
  noteGovernance(draft);
  const decider = DECIDERS[command.name] as (draft: Draft, command: TaskCommand) => Rejection | undefined;
  const rejection = decider(draft, command);
  if (rejection) return refuse(rejection);
  stopLoop(draft);
  return { accepted: true, events: draft.events, state: draft.state };
}

const refuse = (rejection: Rejection): Decision => ({ accepted: false, rejection });

function create(state: TaskState | undefined, { task }: CommandOf<'create'>, { now, actor }: CommandContext): Decision {
  if (state) return refuse(reject('CONFLICT', `${state.key} exists already`));
  const event: TaskEvent = {
    taskId: task.id,
    seq: 1,
    at: now,
    actor: actorRef(actor),
    type: 'task.created',
    data: task,
  };
  return { accepted: true, events: [event], state: evolve(undefined, event) };
}

function maySend(state: TaskState | undefined, name: CommandName, actor: Actor): boolean {
  const senders = SENDERS[name];
  if (actor.kind === 'SYSTEM') return senders.includes('SYSTEM');
  if (actor.kind === 'HUMAN') return senders.includes('OPERATOR') && isOperator(actor);
  if (senders.includes('ANY_AGENT')) return true;
  return senders.includes('ASSIGNED_AGENT') && state !== undefined && isAssignedAgent(state, actor);
}

function notPermitted(name: CommandName, actor: Actor): Rejection {
  const who = actor.kind === 'HUMAN' ? `a ${actor.role}` : actor.kind === 'AGENT' ? 'an agent' : 'the system';
  return reject('FORBIDDEN', `${actor.name} may not ${name}: ${who} is not allowed to on this task`);
}
