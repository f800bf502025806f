import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';

/** The dialogs that can bring what a gate asks for. */
export type GateDialog = 'ASSIGN' | 'PLAN' | 'SUBMIT' | 'REASON' | 'FEEDBACK' | 'COMPLETE';

/** What stands between a task and a status. */
export type Gate =
  | { readonly kind: 'OPEN' }
  | { readonly kind: 'DIALOG'; readonly dialog: GateDialog }
  | { readonly kind: 'CLOSED'; readonly why: string };

const DIALOGS: readonly (readonly [path: RegExp, dialog: GateDialog])[] = [
  [/^assignees/, 'ASSIGN'],
  [/^workPlan/, 'PLAN'],
  [/^(deliverable|checklist)/, 'SUBMIT'],
  [/^reason/, 'REASON'],
  [/^feedback/, 'FEEDBACK'],
];

/** The gate in front of `to`, as the server sees it. What no dialog can bring closes it at once. */
export function gateOf(task: TaskView, to: TaskStatus): Gate {
  const allowed = task.allowedTransitions.find((transition) => transition.to === to);
  if (!allowed) return { kind: 'CLOSED', why: `${task.key} cannot go there from where it is now.` };
  const beyondUs = allowed.needs.filter(
    ({ path }) => !isAskedByServer(path, to) && !DIALOGS.some(([pattern]) => pattern.test(path)),
  );
  if (beyondUs.length > 0) return { kind: 'CLOSED', why: beyondUs.map(({ message }) => message).join('; ') };
  const dialog = DIALOGS.find(([pattern]) => allowed.needs.some(({ path }) => pattern.test(path)))?.[1];
  return dialog ? { kind: 'DIALOG', dialog } : { kind: 'OPEN' };
}

/** Where a second person has to agree that work is done, the move itself asks for that. */
const isAskedByServer = (path: string, to: TaskStatus): boolean => path === 'approval' && to === 'DONE';
