const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Further from UTC than any zone is. */
const FURTHEST_OFFSET_MILLISECONDS = 16 * 60 * 60 * 1000;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** An IANA zone ("Europe/Berlin", "UTC") that this machine knows. */
export function isTimeZone(text: string): boolean {
  // Some engines take offsets ("+02:00") as well: they have no daylight saving and are no zone's name.
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    formatterOf(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The civil day ("2026-03-29") of an instant in an IANA time zone.
 * @throws RangeError for an unknown zone or an instant that is no date.
 */
export function dayIn(timeZone: string, instant: string | Date): string {
  const parts = formatterOf(timeZone).formatToParts(new Date(instant));
  const numberOf = (wanted: string): string => parts.find(({ type }) => type === wanted)?.value ?? '';
  return `${numberOf('year').padStart(4, '0')}-${numberOf('month')}-${numberOf('day')}`;
}

/**
 * The instants between which it is `day` in the zone: `from` belongs to it, `until` to the next one. Not always 24 hours,
 * and none at all (`from` equals `until`) for a day that a zone left out when it crossed the date line.
 * @returns ISO 8601 in UTC.
 * @throws RangeError for an unknown zone or a day that is no date.
 */
export const dayBounds = (timeZone: string, day: string): { from: string; until: string } => ({
  from: beginningOf(timeZone, day),
  until: beginningOf(timeZone, addDays(day, 1)),
});

/** The day `count` days after `day`, or before it for a negative count. */
export const addDays = (day: string, count: number): string =>
  new Date(midnightInUtc(day) + count * DAY_MILLISECONDS).toISOString().slice(0, 10);

const midnightInUtc = (day: string): number => Date.parse(`${day}T00:00:00.000Z`);

/** The first second that belongs to `day` or a later one: clocks may skip midnight, so it is searched for. */
function beginningOf(timeZone: string, day: string): string {
  let before = (midnightInUtc(day) - FURTHEST_OFFSET_MILLISECONDS) / 1000;
  let reached = (midnightInUtc(day) + FURTHEST_OFFSET_MILLISECONDS) / 1000;
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (dayIn(timeZone, new Date(middle * 1000)) < day) before = middle;
    else reached = middle;
  }
  return new Date(reached * 1000).toISOString();
}

/** Making a formatter takes a hundred times as long as using it. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const formatter = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formatters.set(timeZone, formatter);
  return formatter;
}
