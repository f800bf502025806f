import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { TextBox } from '../controls/field.tsx';
import { useShortcut } from '../shell/shortcuts.ts';

const TYPING_MS = 220;

interface TextFilterProps {
  readonly text: string | undefined;
  readonly onChange: (text: string | undefined) => void;
}

/** Searches while one types; `/` leads here. */
export function TextFilter({ text, onChange }: TextFilterProps) {
  const box = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text ?? '');
  const change = useRef(onChange);
  useShortcut('/', () => box.current?.focus());

  useEffect(() => {
    change.current = onChange;
  });
  useEffect(() => {
    if (typed.trim() === (text ?? '')) return;
    const timer = setTimeout(() => change.current(typed.trim() || undefined), TYPING_MS);
    return () => clearTimeout(timer);
    // Only typing starts the clock: `text` changes as its consequence.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [typed]);
  useEffect(() => {
    if (document.activeElement !== box.current) setTyped(text ?? '');
  }, [text]);

  return (
    <div className="relative max-md:flex-1">
      <Search
        size={14}
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-faint"
        aria-hidden
      />
      <TextBox
        ref={box}
        type="search"
        aria-label="Search tasks"
        placeholder="Search  /"
        maxLength={100}
        className="w-44! pl-8! max-md:w-full!"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={(event) => event.key === 'Escape' && (setTyped(''), event.currentTarget.blur())}
      />
    </div>
  );
}
