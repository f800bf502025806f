import { actorRef } from '../actor.ts';
import { runIdOfLease } from '../ids.ts';
import { reject, type Rejection } from '../rejection.ts';
import { routeAfter } from '../routing/route.ts';
import type { CommandOf, ExecutionReport } from './commands.ts';
import type { Draft } from './draft.ts';
import { blockedBecause, failuresWith } from './failures.ts';
import { leftOut } from './gates.ts';
import { stopLoop } from './governance.ts';
import { moveTo, submitIfComplete } from './move.ts';
import { returnFromApproval } from './return-from-approval.ts';
import { dispatchProblem, requestExecution, startExecution, startProblems } from './start-execution.ts';
import type { Execution, TaskState, Usage } from './state.ts';

/** Commands around having a task carried out by an executor. */
export const executionDeciders = {
  dispatch: (draft: Draft, { route, whenReady }: CommandOf<'dispatch'>): Rejection | undefined => {
    const { state } = draft;
    const running = state.activeExecutions[0];
    if (running) return reject('CONFLICT', `${running.id} (${running.executor}) is already ${running.status}`);
    const problem = dispatchProblem(draft);
    if (problem && whenReady && isOnlyWaiting(problem)) {
      draft.emit('task.queued', { route, waitingFor: draft.context.facts.unfinishedDependencies });
      return undefined;
    }
    if (problem) return problem;
    startExecution(draft, route, actorRef(draft.context.actor));
    return undefined;
  },

  cancelExecution: (draft: Draft, { executionId: id, reason }: CommandOf<'cancelExecution'>): Rejection | undefined => {
    if (!findActive(draft.state, id)) return reject('CONFLICT', `${id} is not running`);
    draft.emit('execution.canceled', { executionId: id, reason });
    withdrawApprovals(draft, id, reason);
    return undefined;
  },

  recordRun: (draft: Draft, { runId, executionId: id, usage }: CommandOf<'recordRun'>): undefined => {
    recordRun(draft, runId, id, usage);
    return undefined;
  },

  executionReported: (draft: Draft, { executionId: id, report }: CommandOf<'executionReported'>) => {
    const execution = findActive(draft.state, id);
    if (!execution) {
      // Whatever arrives after the end, a second completion included, changes nothing.
      return report.outcome === 'ASSIGNED' ? reject('CONFLICT', `${id} is not on offer any more`) : undefined;
    }
    if (report.outcome === 'ASSIGNED') return assigned(draft, execution, report);
    if (report.leaseId !== execution.leaseId) return reject('CONFLICT', `the lease ${report.leaseId} is lost`);
    reported(draft, execution, report);
    return undefined;
  },
};

/** Nothing is missing but tasks that are not DONE. */
const isOnlyWaiting = ({ code, errors }: Rejection): boolean =>
  code === 'GATE_NOT_MET' && errors.length > 0 && errors.every(({ path }) => path === 'dependsOn');

const findActive = (state: TaskState, id: string): Execution | undefined =>
  state.activeExecutions.find((execution) => execution.id === id);

type Assigned = Extract<ExecutionReport, { outcome: 'ASSIGNED' }>;

function assigned(draft: Draft, execution: Execution, { leaseId, worker }: Assigned): Rejection | undefined {
  if (execution.leaseId === leaseId) return undefined;
  if (execution.status !== 'PENDING') {
    return reject('CONFLICT', `${execution.id} was already claimed by ${execution.worker?.name ?? 'another executor'}`);
  }
  const { state, context } = draft;
  if (state.status !== 'IN_PROGRESS') return reject('CONFLICT', `${state.key} is ${state.status}: work on it waits`);
  const problems = startProblems(state, context.facts);
  if (problems.length > 0) return reject('GATE_NOT_MET', `${execution.id} cannot start now`, problems);
  draft.emit('execution.assigned', { executionId: execution.id, leaseId, attempt: execution.attempt, worker });
  return undefined;
}

function reported(draft: Draft, execution: Execution, report: Exclude<ExecutionReport, Assigned>): void {
  if (report.outcome === 'IN_PROGRESS') {
    if (execution.status === 'ASSIGNED') draft.emit('execution.started', { executionId: execution.id });
    return;
  }
  if (report.usage) recordRun(draft, runIdOfLease(report.leaseId), execution.id, report.usage);
  if (report.outcome === 'RETRYING') {
    const { id: executionId, attempt } = execution;
    const failures = failuresWith(execution, report.error);
    const said = { error: report.error, ...(failures && { failures }) };
    draft.emit('execution.retried', { executionId, attempt: attempt + 1, ...said });
    withdrawApprovals(draft, executionId, 'the attempt ended');
  } else if (report.outcome === 'COMPLETED') {
    completed(draft, execution, report);
  } else {
    failed(draft, execution, report.error);
  }
}

function completed(
  draft: Draft,
  { id, executor }: Execution,
  { deliverable, checklist }: Extract<ExecutionReport, { outcome: 'COMPLETED' }>,
): void {
  draft.emit('execution.completed', { executionId: id, executor, deliverable });
  if (checklist) {
    const settled = [...checklist, ...leftOut(draft.state.checklist, checklist)];
    draft.emit('task.edited', { changes: { checklist: settled }, cleared: [] });
  }
  withdrawApprovals(draft, id, 'the execution completed');
  submitIfComplete(draft);
}

/** After the retries come the fallbacks, and after those a person. */
function failed(draft: Draft, execution: Execution, error: string): void {
  const { id, executor, route } = execution;
  draft.emit('execution.failed', { executionId: id, executor, error });
  withdrawApprovals(draft, id, 'the execution failed');
  // Before the next one starts, or the task is blocked for this failure alone.
  stopLoop(draft);
  if (draft.state.status !== 'IN_PROGRESS') return;
  const failures = failuresWith(execution, error);
  const next = routeAfter(route);
  if (next) requestExecution(draft, next, actorRef(draft.context.actor), failures);
  else moveTo(draft, 'BLOCKED', { reason: blockedBecause(executor, error, failures), byRule: true });
}

/** What an execution asked for is moot once it has ended. */
function withdrawApprovals(draft: Draft, id: string, reason: string): void {
  for (const approval of draft.state.openApprovals) {
    if (approval.executionId === id) draft.emitByRule('approval.canceled', { approvalId: approval.id, reason });
  }
  returnFromApproval(draft);
}

/** Once, under the id that the run has in the ledger. */
function recordRun(draft: Draft, runId: string, ofExecution: string | undefined, usage: Usage): void {
  if (draft.state.recordedRuns?.includes(runId)) return;
  draft.emit('run.recorded', { runId, ...(ofExecution !== undefined && { executionId: ofExecution }), usage });
}
