import { refusalFor } from '../agent/status.ts';
import { isHeavy } from '../review/verdict.ts';
import type { Problem } from '../rejection.ts';
import type { TaskFacts } from './commands.ts';
import { governanceOf } from './governance.ts';
import type { ChecklistItem, Deliverable, TaskState, WorkPlan } from './state.ts';

/** What a gate looks at: the task, what was looked up, and what the command brings along. */
interface GateSubject {
  readonly state: TaskState;
  readonly facts: TaskFacts;
  readonly reason?: string | undefined;
  readonly feedback?: string | undefined;
  /** People have approved this very move. */
  readonly isApproved?: boolean;
  readonly to: TaskState['status'];
}

/** A gate answers with what is missing; nothing missing means open. */
export type Gate = (subject: GateSubject) => readonly Problem[];

const missing = (path: string, message: string): readonly Problem[] => [{ path, message }];
const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';

export const PLAN_BULLETS = { min: 3, max: 6 } as const;

export function planProblems(plan: WorkPlan | undefined): readonly Problem[] {
  const count = plan?.bullets.filter((bullet) => !isBlank(bullet)).length ?? 0;
  const fits = count >= PLAN_BULLETS.min && count <= PLAN_BULLETS.max && count === plan?.bullets.length;
  return fits ? [] : missing('workPlan', `a work plan of ${PLAN_BULLETS.min} to ${PLAN_BULLETS.max} bullets is needed`);
}

const deliverableProblems = (deliverable: Deliverable | undefined): readonly Problem[] =>
  isBlank(deliverable?.summary) ? missing('deliverable.summary', 'a deliverable with a summary is needed') : [];

const checklistProblems = (checklist: readonly ChecklistItem[]): readonly Problem[] =>
  checklist.flatMap((item, index) =>
    item.checked || !isBlank(item.note)
      ? []
      : missing(`checklist.${index}`, `"${item.label}" must be checked or carry a note`),
  );

/** What handing in still lacks. What the task is checked for is the task's: leaving an item out does not settle it. */
export const submissionProblems = (
  { checklist: asked }: TaskState,
  deliverable: Deliverable,
  checklist: readonly ChecklistItem[],
): readonly Problem[] => [
  ...deliverableProblems(deliverable),
  ...checklistProblems(checklist),
  ...leftOut(asked, checklist).map(({ label }) => ({ path: 'checklist', message: `"${label}" is missing` })),
];

/** The items of one checklist that another does not have, by their labels. */
export const leftOut = (asked: readonly ChecklistItem[], given: readonly ChecklistItem[]): readonly ChecklistItem[] => {
  const labels = new Set(given.map(({ label }) => label));
  return asked.filter(({ label }) => !labels.has(label));
};

export const reasonGiven: Gate = ({ reason }) => (isBlank(reason) ? missing('reason', 'a reason is needed') : []);

export const feedbackGiven: Gate = ({ feedback }) =>
  isBlank(feedback) ? missing('feedback', 'feedback that says what to change is needed') : [];

export const hasAssignee: Gate = ({ state }) =>
  state.assignees.length === 0 ? missing('assignees', 'at least one assignee is needed') : [];

export const hasPlan: Gate = ({ state }) => planProblems(state.workPlan);

export const dependenciesDone: Gate = ({ facts }) =>
  facts.unfinishedDependencies.length === 0
    ? []
    : missing('dependsOn', `waits for ${facts.unfinishedDependencies.join(', ')} to be DONE`);

export const modeLetsWorkStart: Gate = ({ facts }) =>
  facts.projectMode === 'NORMAL'
    ? []
    : missing('project.mode', `the project is ${facts.projectMode}: no work starts until it is NORMAL again`);

export const agentsMayStartWork: Gate = ({ facts }) =>
  (facts.agents ?? []).flatMap(({ name, status }) => {
    const refusal = refusalFor(status, 'startsWork', name);
    return refusal === undefined ? [] : missing('assignees', refusal);
  });

export const hasDeliverable: Gate = ({ state }) => deliverableProblems(state.deliverable);

export const checklistSettled: Gate = ({ state }) => checklistProblems(state.checklist);

export const blockingApprovalOpen: Gate = ({ state }) =>
  state.openApprovals.some((approval) => approval.blocking)
    ? []
    : missing('approval', 'happens by itself when a blocking approval is requested');

export const blockingApprovalsSettled: Gate = ({ state, to }) => {
  const open = state.openApprovals.filter((approval) => approval.blocking).map(({ id }) => id);
  if (open.length > 0) return missing('approval', `waits for the decision on ${open.join(', ')}`);
  return to === 'BLOCKED' || to === state.returnTo
    ? []
    : missing('to', `returns to ${state.returnTo ?? 'where it came from'} by itself`);
};

export const reviewsSettled: Gate = ({ state }) =>
  (state.openReviews ?? [])
    .filter(isHeavy)
    .flatMap(({ id, kind, reviewer }) =>
      missing(`reviews.${id}`, `${kind} ${id} of ${reviewer.name} waits for an answer of the author`),
    );

export const completionApproved: Gate = ({ state, facts, isApproved }) =>
  !isApproved && governanceOf(state, facts).completionApproval
    ? missing('approval', 'the policy asks for the approval of a second person')
    : [];
