import type { Priority, TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TaskCard, TaskView } from '../../../operations/schemas/task.ts';
import { sendCommand, type CommandResult } from '../api/commands.ts';
import { get } from '../api/request.ts';
import { expectMove, settleMove } from '../moves/optimistic-moves.ts';
import { undoOf } from '../moves/undo.ts';
import { PRIORITY_LABELS, STATUS_LABELS } from './words.ts';

type Send = () => Promise<CommandResult>;

/** Something that is done to many tasks, each by its ordinary command. */
export interface BulkAction {
  /** "moved to Review" */
  readonly done: string;
  /** Does it to one. Answers how to take it back, where that is possible. */
  readonly act: (card: TaskCard) => Promise<{ readonly result: CommandResult; readonly undo?: Send | undefined }>;
}

interface Member {
  readonly kind: 'HUMAN' | 'AGENT';
  readonly id: string;
  readonly name: string;
}

export const setPriority = (priority: Priority): BulkAction => ({
  done: `set to ${PRIORITY_LABELS[priority].toLowerCase()}`,
  act: async ({ key, priority: before }) => ({
    result: await sendCommand(key, 'edit', { priority }),
    undo: before === priority ? undefined : () => sendCommand(key, 'edit', { priority: before }),
  }),
});

/** Labels are read anew before they are written, so that what somebody else has just added stays. */
export const changeLabels = (added: readonly string[], removed: readonly string[]): BulkAction => ({
  done: 'labelled',
  act: async ({ key }) => {
    const { labels: before } = await get<TaskView>(`/tasks/${key}`);
    const labels = [...new Set([...before, ...added])].filter((label) => !removed.includes(label));
    return {
      result: await sendCommand(key, 'edit', { labels }),
      undo: () => sendCommand(key, 'edit', { labels: before }),
    };
  },
});

export const assignTo = (members: readonly Member[]): BulkAction => {
  const assignees = members.map(({ kind, id }) => ({ kind, id }));
  return {
    done: `assigned to ${members.map(({ name }) => name).join(', ')}`,
    act: async ({ key, assignees: before }) => {
      const back = before.map(({ kind, id }) => ({ kind, id }));
      return {
        result: await sendCommand(key, 'assign', { assignees }),
        undo: () =>
          back.length > 0
            ? sendCommand(key, 'assign', { assignees: back })
            : sendCommand(key, 'unassign', { assignees }),
      };
    },
  };
};

export const unassign = (): BulkAction => ({
  done: 'given to nobody',
  act: async ({ key, assignees: before }) => {
    const assignees = before.map(({ kind, id }) => ({ kind, id }));
    return {
      result: await sendCommand(key, 'unassign', { assignees }),
      undo: () => sendCommand(key, 'assign', { assignees }),
    };
  },
});

/** Shown at once, and back where it was when it is refused. */
export const moveTo = (to: TaskStatus, reason?: string): BulkAction => ({
  done: to === 'CANCELED' ? 'canceled' : `moved to ${STATUS_LABELS[to]}`,
  act: async (card) => {
    expectMove(card.key, to);
    try {
      const body = { to, from: card.status, ...(reason !== undefined && { reason }) };
      return { result: await sendCommand(card.key, 'transition', body), undo: undoOf(card, to) };
    } finally {
      settleMove(card.key);
    }
  },
});

export const startWork = (): BulkAction => ({
  done: 'started',
  act: async ({ key }) => ({ result: await sendCommand(key, 'dispatch', {}) }),
});
