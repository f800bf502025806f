import { NONE, type BoardGrouping } from '../../../domain/board/view.ts';
import type { Priority } from '../../../domain/task/vocabulary.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { assignTo, changeLabels, setPriority, unassign, type BulkAction } from './bulk-actions.ts';
import type { Lane } from './lanes.ts';

interface LaneChange {
  readonly action: BulkAction;
  /** What the card will be. */
  readonly expected: Partial<TaskCard>;
}

/** What brings a card from one lane into another; whoever else works on it, and its other labels, stay. */
export function intoLane(card: TaskCard, grouping: BoardGrouping, from: string, lane: Lane): LaneChange {
  switch (grouping) {
    case 'PRIORITY': {
      const priority = Number(lane.value) as Priority;
      return { action: setPriority(priority), expected: { priority } };
    }
    case 'LABEL': {
      const added = lane.value === NONE ? [] : [lane.value];
      const removed = lane.value === NONE ? card.labels : [from];
      const labels = [...card.labels, ...added].filter((label) => !removed.includes(label));
      return { action: changeLabels(added, removed), expected: { labels: [...new Set(labels)] } };
    }
    case 'ASSIGNEE':
      return lane.kind === undefined ? toNobody(card) : toMember(card, from, { ...lane, kind: lane.kind });
  }
}

function toNobody(card: TaskCard): LaneChange {
  const status = card.status === 'ASSIGNED' ? 'INBOX' : card.status;
  return { action: unassign(), expected: { assignees: [], status } };
}

function toMember(card: TaskCard, from: string, { kind, value: id, name }: Lane & Required<Pick<Lane, 'kind'>>) {
  const others = card.assignees.filter((assignee) => assignee.id !== from && assignee.id !== id);
  const assignees = [...others, { kind, id, name }];
  const status = card.status === 'INBOX' ? 'ASSIGNED' : card.status;
  return { action: assignTo(assignees), expected: { assignees, status } } satisfies LaneChange;
}
