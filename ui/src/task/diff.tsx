import { classNames } from '../controls/class-names.ts';

const MOST_LINES = 2000;

/** A unified diff, line by line. */
export function Diff({ text }: { readonly text: string }) {
  // The end of the last line begins no further one.
  const lines = text.replace(/\n$/, '').split('\n');
  const shown = lines.slice(0, MOST_LINES);
  return (
    <section
      aria-label="Diff"
      tabIndex={0}
      className="max-h-96 overflow-auto border-t border-line bg-sunken/50 font-mono text-xs leading-5"
    >
      <pre className="w-max min-w-full py-1">
        {shown.map((line, index) => (
          <span key={index} className={classNames('block px-2.5', lookOf(line))}>
            {line === '' ? ' ' : line}
          </span>
        ))}
      </pre>
      {lines.length > shown.length && (
        <p className="px-2.5 py-2 text-ink-faint">{lines.length - shown.length} more lines: download the file.</p>
      )}
    </section>
  );
}

function lookOf(line: string): string {
  if (/^(diff |index |\+\+\+ |--- )/.test(line)) return 'font-semibold text-ink-soft';
  if (line.startsWith('@@')) return 'bg-accent-soft text-accent-text';
  if (line.startsWith('+')) return 'bg-good-soft text-good';
  if (line.startsWith('-')) return 'bg-bad-soft text-bad';
  return 'text-ink-soft';
}
