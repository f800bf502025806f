/** Every time zone that the browser knows, with UTC first. */
export const TIME_ZONES: readonly string[] = [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC'),
];

/** "14:05", what the clocks there show now; undefined for a zone that does not exist. */
export function clockIn(timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(new Date());
  } catch {
    return undefined;
  }
}
