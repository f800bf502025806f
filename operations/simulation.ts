import type { Actor } from '../domain/actor.ts';
import type { PolicyAction } from '../domain/policy/action.ts';
import { reject, type Rejection } from '../domain/rejection.ts';
import type { TaskCommand, TaskFacts } from '../domain/task/commands.ts';
import { decide } from '../domain/task/decide.ts';
import type { TaskState } from '../domain/task/state.ts';
import { isAssignedAgent } from '../domain/task/transitions.ts';
import { isFinal } from '../domain/task/vocabulary.ts';

const TRIED = 'a simulation';

/** Why a task would refuse an action, policies aside; undefined when it would not. What a command has to say counts as said. */
export function refusalOf(
  action: PolicyAction,
  task: TaskState,
  actor: Actor,
  facts: TaskFacts,
): Rejection | undefined {
  switch (action.kind) {
    case 'TRANSITION':
      return refusedBy(task, { name: 'transition', to: action.to, reason: TRIED, feedback: TRIED }, actor, facts);
    case 'SUBMIT':
      return refusedBy(task, { name: 'submit', deliverable: { summary: TRIED, artifacts: [] } }, actor, facts);
    case 'SPAWN':
      return actor.kind === 'HUMAN' && actor.role === 'VIEWER'
        ? reject('FORBIDDEN', `${actor.name} is a VIEWER and creates nothing`)
        : undefined;
    case 'START_RUN':
      return startProblem(task, actor);
    default:
      return actor.kind === 'AGENT' ? undefined : reject('FORBIDDEN', 'only agents use tools through Mission Control');
  }
}

function refusedBy(task: TaskState, command: TaskCommand, actor: Actor, facts: TaskFacts): Rejection | undefined {
  const decision = decide(task, command, { now: new Date().toISOString(), actor, facts });
  return decision.accepted ? undefined : decision.rejection;
}

function startProblem(task: TaskState, actor: Actor): Rejection | undefined {
  if (actor.kind !== 'AGENT') return reject('FORBIDDEN', 'only an agent starts runs of its own');
  if (!isAssignedAgent(task, actor)) return reject('FORBIDDEN', `${actor.name} does not work on ${task.key}`);
  return isFinal(task.status) ? reject('CONFLICT', `${task.key} is ${task.status}: no runs start for it`) : undefined;
}
