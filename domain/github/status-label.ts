import type { TaskStatus } from '../task/vocabulary.ts';

const PREFIX = 'mission-control: ';

/** "mission-control: in progress" */
export const statusLabel = (status: TaskStatus): string => `${PREFIX}${status.toLowerCase().replaceAll('_', ' ')}`;

/** A label of ours says nothing about the issue. */
export const isStatusLabel = (label: string): boolean => label.toLowerCase().startsWith(PREFIX);
