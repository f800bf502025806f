import { Check, Copy, ExternalLink } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import type { TelegramLinkView } from '../../../operations/schemas/telegram.ts';
import { Button } from '../controls/button.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { At } from '../controls/time.tsx';
import { copyFrom } from '../people/copy-text.ts';

interface LinkOfferProps {
  readonly offer: TelegramLinkView;
  readonly linkText: string;
  /** Where to send the command. */
  readonly children: ReactNode;
}

/** A code to be used in Telegram, once: by a link, or by hand. */
export function LinkOffer({ offer, linkText, children }: LinkOfferProps) {
  const box = useRef<HTMLInputElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => setIsCopied(box.current !== null && (await copyFrom(box.current)));
  return (
    <div className="mt-3 flex flex-col gap-3 rounded-md border border-line bg-sunken p-3">
      {offer.url !== undefined && (
        <a
          href={offer.url}
          target="_blank"
          rel="noopener noreferrer"
          className="inline-flex min-h-8 items-center gap-1.5 self-start font-medium text-accent-text max-md:min-h-11"
        >
          <ExternalLink size={14} aria-hidden /> {linkText}
        </a>
      )}
      <div className="flex items-end gap-2">
        <Field label="Command" className="max-w-md flex-1">
          {(control) => (
            <TextBox
              {...control}
              ref={box}
              readOnly
              className="font-mono text-[13px]!"
              value={offer.command}
              onFocus={({ target }) => target.select()}
            />
          )}
        </Field>
        <Button onClick={() => void copy()}>
          {isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <p className="text-[13px] text-ink-soft">
        {children} It works once, until <At time={offer.expiresAt} />. This page waits for it.
      </p>
    </div>
  );
}
