import type { Priority, TaskStatus, TaskType } from '../task/vocabulary.ts';

/** What a board can be cut into lanes by. */
export const BOARD_GROUPINGS = ['ASSIGNEE', 'PRIORITY', 'LABEL'] as const;
export type BoardGrouping = (typeof BOARD_GROUPINGS)[number];

/** In a filter, in place of an assignee or a label: tasks that have none. No id and no label is written like this. */
export const NONE = '~none';

/** Which tasks of a project a board shows; several at once narrow it down. */
export interface BoardFilters {
  readonly text?: string | undefined;
  readonly type?: TaskType | undefined;
  readonly priority?: Priority | undefined;
  /** The id of a person or an agent, or NONE. */
  readonly assignee?: string | undefined;
  /** A label, or NONE. */
  readonly label?: string | undefined;
}

/** How a board looks: what is shown, in which lanes, and which columns are left out. */
export interface BoardLook {
  readonly filters: BoardFilters;
  readonly grouping?: BoardGrouping | undefined;
  readonly hiddenColumns: readonly TaskStatus[];
}
