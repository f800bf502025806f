import { formatDollars } from '../../../domain/money.ts';
import { Diff } from '../task/diff.tsx';
import { partsOf } from './payload-parts.ts';
import { ReasonText } from './reason-text.tsx';
import { RedactedText } from './redacted-text.tsx';

/** What exactly is asked for, as a person reads it. */
export function Payload({ payload }: { readonly payload: Readonly<Record<string, unknown>> }) {
  const { command, diffs, reasons, rows } = partsOf(payload);
  return (
    <>
      {command !== undefined && (
        <pre
          tabIndex={0}
          aria-label="Command"
          className="max-h-48 overflow-auto rounded-md bg-sunken px-2.5 py-1.5 font-mono text-xs whitespace-pre-wrap"
        >
          <span aria-hidden className="text-ink-faint select-none">
            ${' '}
          </span>
          <RedactedText>{command}</RedactedText>
        </pre>
      )}
      {rows.length > 0 && (
        <dl
          aria-label="Payload"
          className="grid grid-cols-[fit-content(40%)_1fr] gap-x-3 gap-y-1 rounded-md bg-sunken px-2.5 py-1.5 text-[13px]"
        >
          {rows.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="min-w-0 break-words text-ink-soft">{nameInWords(name)}</dt>
              <dd className="min-w-0">
                <Value name={name} value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {diffs.map(({ name, text }, index) => (
        <div key={name ?? index} className="overflow-hidden rounded-md border border-line">
          {name !== undefined && <p className="px-2.5 py-1 font-mono text-xs break-all">{name}</p>}
          <Diff text={text} />
        </div>
      ))}
      {reasons.length > 0 && (
        <ul aria-label="Why it is asked" className="list-disc pl-5 text-[13px] text-ink-soft">
          {reasons.map((reason) => (
            <li key={reason}>
              <ReasonText>{reason}</ReasonText>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const nameInWords = (name: string): string =>
  name
    .replace(/Micros$/, '')
    .replace(/[_-]/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();

function Value({ name, value }: { readonly name: string; readonly value: unknown }) {
  if (typeof value === 'number' && name.endsWith('Micros')) return formatDollars(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null || value === undefined || value === '') return <span className="text-ink-faint">nothing</span>;
  const text = typeof value === 'string' ? value : scalars(value);
  return (
    <span
      {...(text.includes('\n') && { tabIndex: 0 })}
      className="block max-h-48 overflow-auto font-mono text-xs leading-5 break-words whitespace-pre-wrap"
    >
      <RedactedText>{text}</RedactedText>
    </span>
  );
}

/** A list of plain values is read line by line, everything else as JSON. */
function scalars(value: unknown): string {
  const isPlain = Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null);
  return isPlain ? value.map(String).join('\n') : JSON.stringify(value, null, 2);
}
