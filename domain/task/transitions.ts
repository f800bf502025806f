import { isOperator, isSameActor, type Actor } from '../actor.ts';
import type { Problem } from '../rejection.ts';
import { isAuthor } from '../review/authors.ts';
import { NO_FACTS, type TaskFacts } from './commands.ts';
import {
  agentsMayStartWork,
  blockingApprovalOpen,
  blockingApprovalsSettled,
  checklistSettled,
  completionApproved,
  dependenciesDone,
  feedbackGiven,
  hasAssignee,
  hasDeliverable,
  hasPlan,
  modeLetsWorkStart,
  reasonGiven,
  reviewsSettled,
  type Gate,
} from './gates.ts';
import { governanceOf } from './governance.ts';
import type { TaskState } from './state.ts';
import type { TaskStatus } from './vocabulary.ts';

/** Who may take an edge. An assigned agent includes a LEAD of the project; a reviewing agent is the task's reviewer,
 *  and a reviewing LEAD one that has not worked on it, where the policy lets it complete. */
type Mover = 'ASSIGNED_AGENT' | 'REVIEWING_AGENT' | 'REVIEWING_LEAD' | 'HUMAN' | 'SYSTEM';

export interface TransitionRule {
  readonly from: TaskStatus;
  readonly to: TaskStatus;
  readonly movers: readonly Mover[];
  readonly gates: readonly Gate[];
}

/** A transition that an actor may make, and what it still needs first. */
export interface AllowedTransition {
  readonly to: TaskStatus;
  readonly needs: readonly Problem[];
}

/** An edge out of the status of a task, as it is for an actor. */
export interface TransitionOut extends AllowedTransition {
  readonly movers: readonly Mover[];
  readonly mayMove: boolean;
}

function edges(
  from: readonly TaskStatus[],
  to: TaskStatus,
  movers: readonly Mover[],
  ...gates: readonly Gate[]
): readonly TransitionRule[] {
  return from.map((status) => ({ from: status, to, movers, gates }));
}

/** The whole state machine: an edge that is not here does not exist. */
const TRANSITIONS: readonly TransitionRule[] = [
  ...edges(['INBOX'], 'ASSIGNED', ['ASSIGNED_AGENT', 'HUMAN', 'SYSTEM'], hasAssignee),
  ...edges(
    ['INBOX', 'ASSIGNED', 'IN_PROGRESS', 'REVIEW', 'NEEDS_APPROVAL', 'BLOCKED'],
    'CANCELED',
    ['HUMAN'],
    reasonGiven,
  ),
  ...edges(['INBOX', 'ASSIGNED', 'REVIEW'], 'BLOCKED', ['HUMAN', 'SYSTEM'], reasonGiven),
  ...edges(['IN_PROGRESS'], 'BLOCKED', ['ASSIGNED_AGENT', 'HUMAN', 'SYSTEM'], reasonGiven),
  ...edges(['ASSIGNED'], 'INBOX', ['HUMAN']),
  ...edges(
    ['ASSIGNED'],
    'IN_PROGRESS',
    ['ASSIGNED_AGENT', 'HUMAN', 'SYSTEM'],
    hasPlan,
    hasAssignee,
    dependenciesDone,
    modeLetsWorkStart,
    agentsMayStartWork,
  ),
  ...edges(['IN_PROGRESS'], 'ASSIGNED', ['HUMAN'], reasonGiven),
  ...edges(['IN_PROGRESS'], 'REVIEW', ['ASSIGNED_AGENT', 'HUMAN', 'SYSTEM'], hasDeliverable, checklistSettled),
  ...edges(['ASSIGNED', 'IN_PROGRESS', 'REVIEW'], 'NEEDS_APPROVAL', ['SYSTEM'], blockingApprovalOpen),
  ...edges(['NEEDS_APPROVAL'], 'ASSIGNED', ['SYSTEM'], blockingApprovalsSettled),
  ...edges(['NEEDS_APPROVAL'], 'IN_PROGRESS', ['SYSTEM'], blockingApprovalsSettled),
  ...edges(['NEEDS_APPROVAL'], 'REVIEW', ['SYSTEM'], blockingApprovalsSettled),
  ...edges(['NEEDS_APPROVAL'], 'BLOCKED', ['SYSTEM'], blockingApprovalsSettled, reasonGiven),
  ...edges(['REVIEW'], 'IN_PROGRESS', ['REVIEWING_AGENT', 'HUMAN'], feedbackGiven),
  ...edges(['REVIEW'], 'DONE', ['HUMAN', 'REVIEWING_LEAD'], reviewsSettled, completionApproved),
  ...edges(['BLOCKED'], 'ASSIGNED', ['HUMAN'], hasAssignee),
  ...edges(['BLOCKED'], 'IN_PROGRESS', ['HUMAN'], hasAssignee, modeLetsWorkStart, agentsMayStartWork),
];

export const findTransition = (from: TaskStatus, to: TaskStatus): TransitionRule | undefined =>
  TRANSITIONS.find((rule) => rule.from === from && rule.to === to);

export function mayMove(state: TaskState, rule: TransitionRule, actor: Actor, facts: TaskFacts = NO_FACTS): boolean {
  if (actor.kind === 'SYSTEM') return rule.movers.includes('SYSTEM');
  if (actor.kind === 'HUMAN') return rule.movers.includes('HUMAN') && isOperator(actor);
  const isReviewer = state.reviewer !== undefined && isSameActor(state.reviewer, actor);
  const mayComplete = actor.role === 'LEAD' && governanceOf(state, facts).leadsMayComplete && !isAuthor(state, actor);
  return (
    (rule.movers.includes('ASSIGNED_AGENT') && isAssignedAgent(state, actor)) ||
    (rule.movers.includes('REVIEWING_AGENT') && isReviewer) ||
    (rule.movers.includes('REVIEWING_LEAD') && isReviewer && mayComplete)
  );
}

/** An agent works on a task when it is assigned to it or leads its project. */
export const isAssignedAgent = (state: TaskState, actor: Actor): boolean =>
  actor.kind === 'AGENT' && (actor.role === 'LEAD' || state.assignees.some((assignee) => isSameActor(assignee, actor)));

/**
 * The transitions that `actor` may make now. `needs` lists what is still missing, as far as the state tells:
 * what the command itself must bring (a reason, feedback) counts as missing.
 */
export const allowedTransitions = (
  state: TaskState,
  actor: Actor,
  facts: TaskFacts = NO_FACTS,
): readonly AllowedTransition[] =>
  transitionsFrom(state, actor, facts)
    .filter((edge) => edge.mayMove)
    .map(({ to, needs }) => ({ to, needs }));

/** Every edge out of the status of a task, whoever takes it. */
export const transitionsFrom = (state: TaskState, actor: Actor, facts: TaskFacts): readonly TransitionOut[] =>
  TRANSITIONS.filter(({ from }) => from === state.status).map((rule) => {
    const { to, movers, gates } = rule;
    const needs = gates.flatMap((gate) => gate({ state, facts, to }));
    return { to, needs, movers, mayMove: mayMove(state, rule, actor, facts) };
  });
