import type { ReactNode } from 'react';

/** A group of the palette, by its heading. */
export type Group = 'Recent tasks' | 'Tasks' | 'Actions' | 'Pages' | 'Projects' | 'Agents';

/** Something that the palette can do or lead to. */
export interface Entry {
  readonly id: string;
  readonly group: Group;
  readonly label: string;
  /** Said beside the label: the project of a page, the state of a task. */
  readonly detail?: string | undefined;
  /** Other words that find it. */
  readonly alias?: string | undefined;
  /** The shortcut that does the same. */
  readonly keys?: string | undefined;
  readonly icon: ReactNode;
  readonly run: () => void;
}
