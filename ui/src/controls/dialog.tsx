import { useLocation } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import { useEffect, useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';

interface DialogProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly isWide?: boolean;
}

/** A modal dialog; on a phone it is a sheet from below, within reach of the thumb. Going to another page closes it. */
export function Dialog({ title, description, onClose, children, isWide = false }: DialogProps) {
  const pathname = useLocation({ select: (location) => location.pathname });
  const [openedOn] = useState(pathname);
  useEffect(() => {
    if (pathname !== openedOn) onClose();
  }, [pathname, openedOn, onClose]);

  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-black/40 dark:bg-black/60" />
        <Primitive.Content
          {...(description === undefined && { 'aria-describedby': undefined })}
          className={classNames(
            'animate-enter fixed z-50 flex max-h-[min(90dvh,52rem)] flex-col bg-raised shadow-high outline-none',
            'inset-x-0 bottom-0 rounded-t-xl pb-[env(safe-area-inset-bottom)]',
            'md:inset-x-auto md:top-[8vh] md:bottom-auto md:left-1/2 md:w-full md:-translate-x-1/2 md:rounded-xl md:border md:border-line',
            isWide ? 'md:max-w-2xl' : 'md:max-w-lg',
          )}
        >
          <header className="flex items-start gap-3 px-4 pt-3 pb-2 md:px-5 md:pt-4">
            <div className="min-w-0 flex-1">
              <Primitive.Title className="text-base font-semibold">{title}</Primitive.Title>
              {description !== undefined && (
                <Primitive.Description className="mt-0.5 text-[13px] text-ink-soft">
                  {description}
                </Primitive.Description>
              )}
            </div>
            <Primitive.Close asChild>
              <Button look="quiet" size="icon" aria-label="Close" className="-mt-1 -mr-2">
                <X size={16} aria-hidden />
              </Button>
            </Primitive.Close>
          </header>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

export const DialogBody = ({ children }: { readonly children: ReactNode }) => (
  <div className="flex min-h-0 flex-1 flex-col gap-3.5 overflow-y-auto px-4 pt-1 pb-4 md:px-5">{children}</div>
);

export const DialogFooter = ({ children }: { readonly children: ReactNode }) => (
  <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3 max-md:[&>button]:flex-1 md:px-5">
    {children}
  </footer>
);
