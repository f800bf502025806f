import type { TaskFacts } from '../domain/task/commands.ts';
import type { Approval, Execution, TaskState } from '../domain/task/state.ts';
import { transitionsFrom } from '../domain/task/transitions.ts';
import type { TaskStatus } from '../domain/task/vocabulary.ts';
import { MISSION_CONTROL } from '../domain/actor.ts';

/** What a task waits for now, in words; empty when it is over. @param heldBack why an execution may not start, by its id. */
export function waitReasons(
  state: TaskState,
  facts: TaskFacts,
  heldBack: ReadonlyMap<string, string>,
): readonly string[] {
  const { status, openApprovals } = state;
  const blocking = openApprovals.filter((approval) => approval.blocking).map(decisionOn);
  switch (status) {
    case 'INBOX':
      return ['somebody who takes it, or whom it is given to'];
    case 'ASSIGNED':
      return start(state, facts);
    case 'IN_PROGRESS':
      return work(state, heldBack);
    case 'NEEDS_APPROVAL':
      return blocking;
    case 'REVIEW':
      return judgement(state, facts);
    case 'BLOCKED':
      return [`a person who unblocks it: ${state.blockedReason ?? 'no reason was given'}`];
    case 'DONE':
    case 'CANCELED':
      return [];
  }
}

function decisionOn({ id, action, decisions, requiredDecisions, deciderRole, expiresAt }: Approval): string {
  const missing = requiredDecisions - decisions.length;
  const people = missing === 1 ? 'one person' : `${missing} people`;
  return `${people} (${deciderRole ?? 'OPERATOR'}) to decide on ${id} (${action}) before ${expiresAt}`;
}

function start(state: TaskState, facts: TaskFacts): readonly string[] {
  const missing = needsFor(state, facts, 'IN_PROGRESS');
  const byItself = state.queuedStart ? ['it starts by itself as soon as that is there'] : [];
  return missing.length === 0 ? [`${namesOf(state)} to start`] : [...missing, ...byItself];
}

function work(state: TaskState, heldBack: ReadonlyMap<string, string>): readonly string[] {
  const { activeExecutions, submissionPending, checklist } = state;
  if (activeExecutions.length > 0) return activeExecutions.map((execution) => workOn(execution, heldBack));
  if (!submissionPending) return [`${namesOf(state)} to hand in the work`];
  const open = checklist.filter(({ checked, note }) => !checked && (note ?? '').trim() === '');
  return open.map(({ label }) => `"${label}" to be checked or to carry a note`);
}

function workOn({ id, status, executor, worker }: Execution, heldBack: ReadonlyMap<string, string>): string {
  if (status !== 'PENDING') return `${worker?.name ?? `the ${executor} executor`} to end ${id}`;
  const reason = heldBack.get(id);
  if (reason !== undefined) return `${id} to be let start: ${reason}`;
  return executor === 'MANUAL' ? `a person who takes ${id}` : `a free ${executor} executor for ${id}`;
}

function judgement(state: TaskState, facts: TaskFacts): readonly string[] {
  const missing = needsFor(state, facts, 'DONE');
  return missing.length > 0 ? missing : [`${state.reviewer?.name ?? 'a person'} to judge the work`];
}

const needsFor = (state: TaskState, facts: TaskFacts, to: TaskStatus): readonly string[] =>
  transitionsFrom(state, MISSION_CONTROL, facts)
    .filter((edge) => edge.to === to)
    .flatMap(({ needs }) => needs.map(({ message }) => message));

const namesOf = ({ assignees }: TaskState): string => assignees.map(({ name }) => name).join(' or ') || 'somebody';
