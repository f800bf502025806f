import { useSyncExternalStore } from 'react';

const SECOND = 1000;
const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

let now = Date.now();
const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  now = Date.now();
  ticking ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, SECOND);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** Seconds since or until `timestamp`; one clock ticks for the whole screen. */
const useSecondsFromNow = (timestamp: string, step: number): number =>
  useSyncExternalStore(subscribe, () => Math.trunc((Date.parse(timestamp) - now) / SECOND / step) * step);

/** "3 min ago", with the exact time on hover. */
export function Ago({ at, className }: { readonly at: string; readonly className?: string }) {
  const seconds = useSecondsFromNow(at, 10);
  return (
    <time dateTime={at} title={exact.format(new Date(at))} className={className}>
      {Math.abs(seconds) < 10 ? 'just now' : inWords(seconds)}
    </time>
  );
}

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayAndClock = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });

/** "14:20", with the day where it is not today. */
export function At({ time }: { readonly time: string }) {
  const date = new Date(time);
  const today = new Date(date.getTime() - useSecondsFromNow(time, 60) * SECOND);
  const isToday = date.toDateString() === today.toDateString();
  return (
    <time dateTime={time} title={exact.format(date)}>
      {(isToday ? clock : dayAndClock).format(date)}
    </time>
  );
}

interface CountdownProps {
  readonly until: string;
  /** What happens then. */
  readonly verb?: string;
  /** What it says once the time is over. */
  readonly over?: string;
  /** Stands out in the last minutes. */
  readonly isUrgent?: boolean;
}

/** "expires in 12:04", second by second. */
export function Countdown({ until, verb = 'expires', over = 'expired', isUrgent = true }: CountdownProps) {
  const seconds = useSecondsFromNow(until, 1);
  const isSoon = isUrgent && seconds < 300;
  return (
    <time
      dateTime={until}
      title={exact.format(new Date(until))}
      className={isSoon ? 'font-medium text-bad' : undefined}
    >
      {seconds <= 0 ? over : `${verb} in ${clockText(seconds)}`}
    </time>
  );
}

function clockText(seconds: number): string {
  if (seconds >= 86_400) return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`;
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

function inWords(seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS[5];
  return relative.format(Math.trunc(seconds / size), unit);
}
