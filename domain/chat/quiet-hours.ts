const MINUTE_MS = 60_000;
const MINUTES_PER_DAY = 24 * 60;

/** Hours of the day when nobody is told anything; they may reach over midnight. */
export interface QuietHours {
  /** "22:00" */
  readonly from: string;
  readonly to: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** When somebody may be told: now, or as soon as their quiet hours are over. Right also where the clock is changed. */
export function tellableAt(now: Date, quietHours: QuietHours | undefined): Date {
  if (!quietHours) return now;
  const { from, to, timeZone } = quietHours;
  if (!isWithin(minuteIn(timeZone, now), minutesOf(from), minutesOf(to))) return now;
  // The clock may be put forward or back meanwhile: the first minute that is not quiet is looked for.
  const guess = (minutesOf(to) - minuteIn(timeZone, now) + MINUTES_PER_DAY) % MINUTES_PER_DAY;
  const start = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS + Math.max(0, guess - 120) * MINUTE_MS;
  for (let minutes = 0; minutes <= MINUTES_PER_DAY; minutes += 1) {
    const at = new Date(Math.max(start + minutes * MINUTE_MS, now.getTime()));
    if (!isWithin(minuteIn(timeZone, at), minutesOf(from), minutesOf(to))) return at;
  }
  return now;
}

/** "22:30" as minutes since midnight. */
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

const isWithin = (minute: number, from: number, to: number): boolean =>
  from <= to ? minute >= from && minute < to : minute >= from || minute < to;

function minuteIn(timeZone: string, at: Date): number {
  const text = at.toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return minutesOf(text);
}
