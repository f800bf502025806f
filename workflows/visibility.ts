import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { TaskState } from '../domain/task/state.ts';
import { searchAttributes } from './messages.ts';

/** Keeps what Temporal's own UI shows of a task: search attributes, written only when they change, and details. */
export class Visibility {
  #status: string | undefined;
  #type: string | undefined;
  #assignees: string;

  constructor(carried: TaskState | undefined) {
    this.#status = carried?.status ?? 'INBOX';
    this.#type = carried?.type;
    this.#assignees = assigneeNames(carried).join();
    if (carried) setCurrentDetails(detailsOf(carried));
  }

  show(state: TaskState | undefined): void {
    if (!state) return;
    setCurrentDetails(detailsOf(state));
    const assignees = assigneeNames(state);
    const isSame =
      this.#status === state.status &&
      this.#assignees === assignees.join() &&
      (this.#type === undefined || this.#type === state.type);
    this.#status = state.status;
    this.#type = state.type;
    this.#assignees = assignees.join();
    if (isSame) return;
    upsertSearchAttributes([
      { key: searchAttributes.status, value: state.status },
      { key: searchAttributes.type, value: state.type },
      { key: searchAttributes.assignee, value: assignees },
    ]);
  }
}

const assigneeNames = (state: TaskState | undefined): string[] => (state?.assignees ?? []).map(({ name }) => name);

/** Markdown for people who look at the workflow itself. */
function detailsOf(state: TaskState): string {
  const lines = [
    `**${state.key}** ${state.title}`,
    `Status ${state.status}, ${state.type}, priority ${state.priority}`,
    state.assignees.length > 0 && `Assigned to ${assigneeNames(state).join(', ')}`,
    state.blockedReason !== undefined && `Blocked: ${state.blockedReason}`,
    ...state.openApprovals.map(({ id, action, risk }) => `Waits for approval ${id}: ${action} (${risk})`),
    ...state.activeExecutions.map(
      ({ id, executor, status, attempt }) => `${id}: ${executor} ${status}, attempt ${attempt}`,
    ),
  ];
  return lines.filter((line) => line !== false).join('\n\n');
}
