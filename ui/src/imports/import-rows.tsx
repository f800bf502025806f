import { Link } from '@tanstack/react-router';
import type { ImportView } from '../../../operations/schemas/import.ts';
import { Badge, type Tone } from '../controls/badge.tsx';

type State = ImportView['rows'][number]['state'];

const STATES: Readonly<Record<State, { readonly label: string; readonly tone: Tone }>> = {
  NEW: { label: 'New', tone: 'accent' },
  EXISTS: { label: 'Exists', tone: 'neutral' },
  INVALID: { label: 'Wrong', tone: 'bad' },
  CREATED: { label: 'Created', tone: 'good' },
  FAILED: { label: 'Failed', tone: 'warn' },
};

interface ImportRowsProps {
  readonly view: ImportView;
  readonly project: string;
}

/** What becomes of each row of a file, those that need a look first. */
export function ImportRows({ view: { rows, counts, ignored }, project }: ImportRowsProps) {
  const needsLook = ({ state }: { readonly state: State }) => state === 'INVALID' || state === 'FAILED';
  const sorted = [...rows.filter(needsLook), ...rows.filter((row) => !needsLook(row))];
  const sums = (Object.keys(STATES) as State[]).filter((state) => counts[state] > 0);
  return (
    <section aria-label="Rows" className="flex min-w-0 flex-col gap-2">
      <p className="flex flex-wrap gap-2">
        {sums.map((state) => (
          <Badge key={state} tone={STATES[state].tone}>
            {counts[state]} {STATES[state].label.toLowerCase()}
          </Badge>
        ))}
      </p>
      {ignored.length > 0 && <p className="text-[13px] text-ink-soft">Left out: the columns {ignored.join(', ')}.</p>}
      {/* A long list scrolls, also for those who have no mouse. */}
      <ul
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label="Tasks found"
        className="max-h-72 divide-y divide-line overflow-y-auto rounded-md border border-line"
      >
        {sorted.map(({ line, ref, title, state, taskKey, errors }) => (
          <li key={`${line} ${ref}`} className="px-2 py-1.5 text-[13px]">
            <span className="flex items-center gap-2">
              <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>
              <span className="text-xs text-ink-faint">line {line}</span>
              <span className="min-w-0 flex-1 truncate">{title === '' ? '–' : title}</span>
              {taskKey !== undefined && (
                <Link
                  to="/p/$project/t/$key"
                  params={{ project, key: taskKey }}
                  className="font-mono text-xs text-accent-text hover:underline"
                >
                  {taskKey}
                </Link>
              )}
            </span>
            {errors.map(({ path, message }) => (
              <span key={path + message} className="block text-xs text-bad">
                {path === '' ? message : `${path}: ${message}`}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
