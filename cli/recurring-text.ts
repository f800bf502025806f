import type { OccurrenceView, RecurringTaskView } from '../operations/schemas/recurring.ts';

/** One line for each. */
export const listText = (tasks: readonly RecurringTaskView[]): string =>
  tasks.length === 0 ? 'No recurring tasks.' : tasks.map(line).join('\n');

/** All that people want to know of one. */
export function detailsText(task: RecurringTaskView, occurrences: readonly OccurrenceView[]): string {
  const { template, timeZone, owner, until, count, overlap, nextTimes = [], paused, ended } = task;
  return [
    line(task),
    `Creates "${template.title}" (${template.type}), in the name of ${owner.name}`,
    ...(paused ? [`Paused by ${paused.by.name}: ${paused.reason}`] : []),
    ...(ended ? [`Ended: ${ended.because}`] : []),
    ...(until === undefined ? [] : [`Until ${until}`]),
    ...(count === undefined ? [] : [`${task.made} of ${count} made`]),
    overlap === 'SKIP' ? 'Skips while the last task is open' : 'Also while the last task is open',
    ...(nextTimes.length === 0 ? [] : [`Next (${timeZone}):`, timesText(nextTimes, timeZone)]),
    ...(occurrences.length === 0 ? [] : ['Before:', ...occurrences.map((one) => `  ${occurrenceText(one)}`)]),
  ].join('\n');
}

/** "2026-12-24T09:00:00.000Z  MADE  MC-12" */
export const occurrenceText = ({ scheduledFor, state, taskKey, skipped, note }: OccurrenceView): string =>
  [scheduledFor, state.padEnd(7), taskKey ?? skipped?.detail ?? '', note ?? ''].join('  ').trimEnd();

/** A line each, by the clock of the zone. */
export function timesText(times: readonly string[], timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone });
  return times.map((time) => `  ${format.format(new Date(time))}`).join('\n');
}

const line = ({ id, state, name, inWords }: RecurringTaskView): string =>
  [id, state.padEnd(7), `${name}, ${inWords}`].join('  ');
