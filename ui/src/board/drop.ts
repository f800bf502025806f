import { classNames } from '../controls/class-names.ts';

/** How a column takes part in a drag under way. */
export type Drop = 'NONE' | 'LEGAL' | 'OVER' | 'ILLEGAL';

export const dropClass = (drop: Drop): string =>
  classNames(
    drop === 'NONE' && 'bg-sunken/60',
    drop === 'LEGAL' && 'bg-accent-soft outline-2 -outline-offset-2 outline-accent/50 outline-dashed',
    drop === 'OVER' && 'bg-accent-soft outline-2 -outline-offset-2 outline-accent',
    drop === 'ILLEGAL' && 'bg-sunken/40 opacity-45',
  );
