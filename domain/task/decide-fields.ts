import { reject, type Rejection } from '../rejection.ts';
import { messageId } from '../ids.ts';
import type { Candidate, CommandOf, TaskEdit } from './commands.ts';
import type { Draft } from './draft.ts';
import { planProblems } from './gates.ts';
import { moveTo } from './move.ts';
import type { TaskFields, TaskState } from './state.ts';

const LINKS_KEPT = 50;
const EMPTY_COMMENT = reject('INVALID', 'a comment needs text', [{ path: 'body', message: 'is empty' }]);

/** Commands that change what a task says and who works on it. */
export const fieldDeciders = {
  edit: (draft: Draft, { changes }: CommandOf<'edit'>): Rejection | undefined => {
    const problem = editProblem(draft.state, changes);
    if (problem) return problem;
    const set = Object.entries(changes).filter(([, value]) => value !== null && value !== undefined);
    const cleared = Object.entries(changes).filter(([, value]) => value === null);
    draft.emit('task.edited', {
      changes: Object.fromEntries(set) as Partial<TaskFields>,
      cleared: cleared.map(([field]) => field as keyof TaskFields),
    });
    return undefined;
  },

  assign: (draft: Draft, { assignees }: CommandOf<'assign'>): Rejection | undefined => {
    const problems = candidateProblems(draft.state, assignees);
    if (problems.length > 0) return reject('GATE_NOT_MET', 'these assignees cannot take the task', problems);
    const chosen = assignees.map(({ kind, id, name }) => ({ kind, id, name }));
    const added = chosen.filter(
      ({ kind, id }) => !draft.state.assignees.some((one) => one.kind === kind && one.id === id),
    );
    draft.emit('task.assigned', { assignees: chosen, added });
    if (draft.state.status === 'INBOX') moveTo(draft, 'ASSIGNED');
    return undefined;
  },

  claim: (draft: Draft, { assignee }: CommandOf<'claim'>): Rejection | undefined => {
    const { assignees, status, key } = draft.state;
    if (status !== 'INBOX' || assignees.length > 0) {
      const holder = assignees.map(({ name }) => name).join(', ');
      return reject('CONFLICT', holder === '' ? `${key} is ${status}` : `${key} was already taken by ${holder}`);
    }
    return fieldDeciders.assign(draft, { name: 'assign', assignees: [assignee] });
  },

  unassign: (draft: Draft, { assignees }: CommandOf<'unassign'>): Rejection | undefined => {
    const { state } = draft;
    const leaving = new Set(assignees.map(({ kind, id }) => `${kind} ${id}`));
    const remaining = state.assignees.filter(({ kind, id }) => !leaving.has(`${kind} ${id}`));
    if (remaining.length === state.assignees.length) return reject('CONFLICT', 'none of them is assigned to the task');
    if (remaining.length === 0 && state.status !== 'ASSIGNED' && state.status !== 'BLOCKED') {
      return reject('CONFLICT', `a task in ${state.status} keeps at least one assignee: assign somebody else instead`);
    }
    draft.emit('task.unassigned', { assignees: remaining });
    if (remaining.length === 0 && state.status === 'ASSIGNED') moveTo(draft, 'INBOX');
    return undefined;
  },

  plan: (draft: Draft, { plan }: CommandOf<'plan'>): Rejection | undefined => {
    const problems = planProblems(plan);
    if (problems.length > 0) return reject('GATE_NOT_MET', 'the plan is not complete', problems);
    draft.emit('task.planned', { plan });
    return undefined;
  },

  comment: (draft: Draft, { body, mentions = [], via }: CommandOf<'comment'>): Rejection | undefined => {
    if (body.trim() === '') return EMPTY_COMMENT;
    const id = messageId(draft.state.key, draft.state.messageCount + 1);
    draft.emit('task.commented', {
      messageId: id,
      body,
      ...(mentions.length > 0 && { mentions }),
      ...(via !== undefined && { via }),
    });
    return undefined;
  },

  editComment: (draft: Draft, { messageId: id, body, mentions = [] }: CommandOf<'editComment'>) => {
    if (body.trim() === '') return EMPTY_COMMENT;
    draft.emit('task.comment_edited', { messageId: id, body, ...(mentions.length > 0 && { mentions }) });
    return undefined;
  },

  openThread: (draft: Draft, { threadRef }: CommandOf<'openThread'>): undefined => {
    const { threadRef: current } = draft.state;
    if (current?.chatId === threadRef.chatId && current.threadId === threadRef.threadId) return;
    draft.emit('task.thread_opened', { threadRef });
  },

  link: (draft: Draft, { link }: CommandOf<'link'>): Rejection | undefined => {
    const { links } = draft.state;
    if (links.some(({ url }) => url === link.url)) return undefined;
    if (links.length >= LINKS_KEPT) return reject('CONFLICT', `a task has at most ${LINKS_KEPT} links`);
    draft.emit('task.linked', { link });
    return undefined;
  },
};

function editProblem({ status, key }: TaskState, changes: TaskEdit): Rejection | undefined {
  if (Object.keys(changes).length === 0) return reject('INVALID', 'nothing to change was given');
  if (changes.type !== undefined && status !== 'INBOX' && status !== 'ASSIGNED') {
    const message = 'can change only before work starts';
    return reject('CONFLICT', `${key} is ${status}`, [{ path: 'changes.type', message }]);
  }
  const dependsOnItself = changes.dependsOn?.includes(key) === true || changes.parent === key;
  if (!dependsOnItself) return undefined;
  const path = changes.parent === key ? 'changes.parent' : 'changes.dependsOn';
  return reject('INVALID', 'a task cannot wait for itself', [{ path, message: `names ${key} itself` }]);
}

function candidateProblems(state: TaskState, candidates: readonly Candidate[]) {
  if (candidates.length === 0) return [{ path: 'assignees', message: 'at least one assignee is needed' }];
  return candidates.flatMap(({ name, status, allowedTypes }, index) => {
    const path = `assignees.${index}`;
    if (status !== 'ACTIVE') return [{ path, message: `${name} is ${status}` }];
    const fits = allowedTypes.length === 0 || allowedTypes.includes(state.type);
    return fits ? [] : [{ path, message: `${name} does not take ${state.type} tasks` }];
  });
}
