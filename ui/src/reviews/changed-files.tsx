import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { ReviewView } from '../../../operations/schemas/review.ts';
import { Badge, type Tone } from '../controls/badge.tsx';
import { classNames } from '../controls/class-names.ts';
import { Diff } from '../task/diff.tsx';
import { countLines } from './count-lines.ts';

type Files = Extract<ReviewView['verdict'], { kind: 'CHANGESET' }>['files'];

const TONES: Readonly<Record<Files[number]['action'], Tone>> = { ADD: 'good', MODIFY: 'accent', DELETE: 'bad' };
const LABELS: Readonly<Record<Files[number]['action'], string>> = {
  ADD: 'added',
  MODIFY: 'changed',
  DELETE: 'deleted',
};

const FRAME = 'overflow-hidden rounded-md border border-line';
const HEAD = 'flex flex-wrap items-center gap-x-2 gap-y-1 px-2.5 py-1.5 text-[13px]';

/** What a changeset proposes, file by file; a diff is made only once it is opened. */
export const ChangedFiles = ({ files }: { readonly files: Files }) => (
  <ul className="mt-2 flex flex-col gap-1.5" aria-label="Proposed changes">
    {files.map((file) => (
      <li key={file.path}>
        {file.diff === undefined || file.diff === '' ? (
          <div className={`${FRAME} ${HEAD}`}>
            <FileName file={file} />
          </div>
        ) : (
          <FileDiff file={file} diff={file.diff} isOpenAtFirst={files.length === 1} />
        )}
      </li>
    ))}
  </ul>
);

interface FileDiffProps {
  readonly file: Files[number];
  readonly diff: string;
  readonly isOpenAtFirst: boolean;
}

function FileDiff({ file, diff, isOpenAtFirst }: FileDiffProps) {
  const [isOpen, setIsOpen] = useState(isOpenAtFirst);
  const { added, removed } = countLines(diff);
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)} className={FRAME}>
      <summary className={`${HEAD} cursor-pointer max-md:min-h-11`}>
        <ChevronRight
          size={14}
          aria-hidden
          className={classNames('shrink-0 text-ink-faint transition-transform', isOpen && 'rotate-90')}
        />
        <FileName file={file}>
          <span className="text-xs tabular-nums">
            <span className="text-good">+{added}</span> <span className="text-bad">−{removed}</span>
          </span>
        </FileName>
      </summary>
      {isOpen && <Diff text={diff} />}
    </details>
  );
}

const FileName = ({ file, children }: { readonly file: Files[number]; readonly children?: ReactNode }) => (
  <>
    <code className="min-w-0 flex-1 text-xs break-all">{file.path}</code>
    <Badge tone={TONES[file.action]}>{LABELS[file.action]}</Badge>
    {children}
  </>
);
