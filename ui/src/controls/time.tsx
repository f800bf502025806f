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
let clock: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  now = Date.now();
  clock ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, SECOND);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(clock);
    clock = undefined;
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

/** "in 12:04", second by second. */
export function Countdown({ until }: { readonly until: string }) {
  const seconds = useSecondsFromNow(until, 1);
  const isSoon = seconds < 300;
  return (
    <time
      dateTime={until}
      title={exact.format(new Date(until))}
      className={isSoon ? 'font-medium text-bad' : undefined}
    >
      {seconds <= 0 ? 'expired' : `expires in ${clockText(seconds)}`}
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
