import { Check, Copy, TriangleAlert } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { copyFrom } from './copy-text.ts';

interface SecretOnceProps {
  readonly title: string;
  readonly label: string;
  readonly secret: string;
  /** What it is for and whom to give it to. */
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** A secret that is shown this once: only its hash is kept. */
export function SecretOnce({ title, label, secret, children, onClose }: SecretOnceProps) {
  const box = useRef<HTMLInputElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => setIsCopied(box.current !== null && (await copyFrom(box.current)));
  return (
    <Dialog title={title} onClose={onClose}>
      <DialogBody>
        <p className="text-ink-soft">{children}</p>
        <div className="flex items-end gap-2">
          <Field label={label} className="flex-1">
            {(control) => (
              <TextBox
                {...control}
                ref={box}
                readOnly
                className="font-mono text-[13px]!"
                value={secret}
                onFocus={({ target }) => target.select()}
              />
            )}
          </Field>
          <Button look="primary" onClick={() => void copy()}>
            {isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
            {isCopied ? 'Copied' : 'Copy'}
          </Button>
        </div>
        <p className="flex items-start gap-2 rounded-md bg-warn-soft px-3 py-2 text-[13px] text-warn">
          <TriangleAlert size={15} className="mt-0.5 shrink-0" aria-hidden />
          Copy it now: it is shown this once and cannot be shown again. It works for whoever holds it.
        </p>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>I have kept it</Button>
      </DialogFooter>
    </Dialog>
  );
}
