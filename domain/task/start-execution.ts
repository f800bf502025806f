import type { ActorRef } from '../actor.ts';
import { branchName, executionId } from '../ids.ts';
import { reject, type Problem, type Rejection } from '../rejection.ts';
import { requestTypeOf } from '../routing/request-type.ts';
import type { TaskFacts } from './commands.ts';
import { transitionProblem, withAllowed } from './decide-transition.ts';
import type { Draft } from './draft.ts';
import { agentsMayStartWork, modeLetsWorkStart } from './gates.ts';
import { moveTo } from './move.ts';
import type { Execution, ExecutionBrief, Route, TaskState } from './state.ts';

export function startExecution(draft: Draft, route: Route, requestedBy: ActorRef): void {
  if (draft.state.status === 'ASSIGNED') moveTo(draft, 'IN_PROGRESS');
  requestExecution(draft, route, requestedBy);
}

export function dispatchProblem(draft: Draft): Rejection | undefined {
  const { state, context } = draft;
  if (state.status === 'ASSIGNED') return transitionProblem(draft, { name: 'transition', to: 'IN_PROGRESS' });
  if (state.status !== 'IN_PROGRESS') {
    return withAllowed(
      draft,
      reject('CONFLICT', `a task in ${state.status} is not dispatched: work on it comes first`),
    );
  }
  const problems = startProblems(state, context.facts);
  return problems.length > 0 ? reject('GATE_NOT_MET', `${state.key} cannot be dispatched yet`, problems) : undefined;
}

/** What keeps work from starting now, wherever the task is. */
export const startProblems = (state: TaskState, facts: TaskFacts): readonly Problem[] =>
  [modeLetsWorkStart, agentsMayStartWork].flatMap((gate) => gate({ state, facts, to: 'IN_PROGRESS' }));

export function requestExecution(
  draft: Draft,
  route: Route,
  requestedBy: ActorRef,
  failures?: readonly string[],
): void {
  const { state, context } = draft;
  const agent = state.assignees.find(({ kind }) => kind === 'AGENT');
  const execution: Execution = {
    id: executionId(state.key, state.executionCount + 1),
    executor: route.executor,
    requestType: requestTypeOf(state.type),
    status: 'PENDING',
    route,
    attempt: 1,
    requestedBy,
    requestedAt: context.now,
    ...(agent && { agent }),
    ...(failures && { failures }),
  };
  draft.emit('execution.requested', { execution, brief: briefOf(state, route) });
}

function briefOf(state: TaskState, route: Route): ExecutionBrief {
  const { key, title, description, type, priority, checklist, feedback, workspace, metadata } = state;
  return {
    taskKey: key,
    title,
    description,
    type,
    priority,
    plan: state.workPlan?.bullets ?? [],
    checklist,
    feedback,
    ...(workspace && { workspace: { ...workspace, branch: branchName(key, title) } }),
    limits: { maxCostMicros: route.maxCostMicros ?? state.budgetMicros, maxMinutes: route.maxMinutes },
    metadata,
  };
}
