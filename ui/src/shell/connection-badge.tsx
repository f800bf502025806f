import { useConnection, type Connection } from '../api/connection.ts';
import { classNames } from '../controls/class-names.ts';

const LOOKS: Readonly<Record<Connection, { label: string; dot: string; title: string }>> = {
  LIVE: { label: 'Live', dot: 'bg-good', title: 'Changes appear as they happen' },
  RECONNECTING: { label: 'Reconnecting', dot: 'bg-warn animate-pulse', title: 'What you see may be out of date' },
  OFFLINE: { label: 'Offline', dot: 'bg-bad', title: 'No connection to Mission Control' },
};

export function ConnectionBadge() {
  const { label, dot, title } = LOOKS[useConnection()];
  return (
    <output title={title} className="flex items-center gap-1.5 px-1 text-xs text-ink-soft">
      <span aria-hidden className={classNames('size-2 rounded-full', dot)} />
      <span className="md:max-lg:sr-only">{label}</span>
    </output>
  );
}

export function OfflineBanner() {
  if (useConnection() !== 'OFFLINE') return null;
  return (
    <p role="alert" className="bg-warn-soft px-4 py-1.5 text-center text-[13px] text-warn">
      Mission Control cannot be reached. What you see is the last known state; it comes back by itself.
    </p>
  );
}
