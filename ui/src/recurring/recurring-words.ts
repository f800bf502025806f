import type { SkipReason } from '../../../domain/recurring/occurrence.ts';
import type { RecurringTaskView } from '../../../operations/schemas/recurring.ts';
import type { Tone } from '../controls/badge.tsx';

export const SKIP_LABELS: Readonly<Record<SkipReason, string>> = {
  PAUSED: 'Paused',
  LATE: 'Too late',
  EMERGENCY_STOP: 'Emergency stop',
  PROJECT_MODE: 'Project stands still',
  OVERLAP: 'Last one is open',
  NOT_ALLOWED: 'Not allowed',
  REFUSED: 'Refused',
};

export const STATE_LABELS: Readonly<Record<RecurringTaskView['state'], string>> = {
  ACTIVE: 'Active',
  PAUSED: 'Paused',
  ENDED: 'Ended',
  REMOVED: 'Removed',
};

export const STATE_TONES: Readonly<Record<RecurringTaskView['state'], Tone>> = {
  ACTIVE: 'good',
  PAUSED: 'warn',
  ENDED: 'neutral',
  REMOVED: 'neutral',
};

/** "Mon, 2 March 2026 at 09:00", by the clock of the project. */
export const timeIn = (timeZone: string, at: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at));

/** "Every Monday at 09:00" */
export const capitalized = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
