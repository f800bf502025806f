import { CircleCheck, CircleX, Info, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { dismiss, lifetimeOf, useNotices, type Notice } from './notice.ts';

const ICONS = { DONE: CircleCheck, REFUSED: CircleX, INFO: Info } as const;
const COLOURS = { DONE: 'text-good', REFUSED: 'text-bad', INFO: 'text-accent-text' } as const;

/** The notices, newest last; above the navigation on a phone, where the thumb is. */
export function Notices() {
  const notices = useNotices();
  return (
    <section
      aria-label="Notifications"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-4 z-50 flex w-[min(24rem,calc(100vw-1.5rem))] flex-col gap-2 max-md:right-3 max-md:bottom-[calc(4.5rem+env(safe-area-inset-bottom))]"
    >
      {notices.map((notice) => (
        <NoticeItem key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function NoticeItem({ notice }: { readonly notice: Notice }) {
  const { id, tone, title, description, undo } = notice;
  const [isHeld, setIsHeld] = useState(false);
  const Icon = ICONS[tone];

  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => dismiss(id), lifetimeOf(notice));
    return () => clearTimeout(timer);
  }, [isHeld, id, notice]);

  return (
    <div
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
      className="animate-enter pointer-events-auto flex items-start gap-2.5 rounded-lg border border-line bg-raised py-2 pr-2 pl-3 text-[13px] shadow-high"
    >
      <Icon size={16} className={`mt-1.5 shrink-0 ${COLOURS[tone]}`} aria-hidden />
      <div className="min-w-0 flex-1 py-1">
        <p className="font-medium break-words">{title}</p>
        {description !== undefined && <p className="mt-0.5 break-words text-ink-soft">{description}</p>}
      </div>
      {undo && (
        <Button
          size="small"
          onClick={() => {
            dismiss(id);
            undo();
          }}
        >
          Undo
        </Button>
      )}
      <Button
        look="quiet"
        size="icon"
        className="size-7! max-md:size-9!"
        aria-label="Dismiss"
        onClick={() => dismiss(id)}
      >
        <X size={14} aria-hidden />
      </Button>
    </div>
  );
}
