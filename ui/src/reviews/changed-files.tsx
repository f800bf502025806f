import { useState } from 'react';
import type { ReviewView } from '../../../operations/schemas/review.ts';
import { Badge, type Tone } from '../controls/badge.tsx';
import { Diff } from '../task/diff.tsx';
import { countLines } from './split-diff.ts';

type Files = Extract<ReviewView['verdict'], { kind: 'CHANGESET' }>['files'];

const TONES: Readonly<Record<Files[number]['action'], Tone>> = { ADD: 'good', MODIFY: 'accent', DELETE: 'bad' };
const LABELS: Readonly<Record<Files[number]['action'], string>> = {
  ADD: 'added',
  MODIFY: 'changed',
  DELETE: 'deleted',
};

/** What a changeset proposes, file by file; a diff is made only once it is opened. */
export const ChangedFiles = ({ files }: { readonly files: Files }) => (
  <ul className="mt-2 flex flex-col gap-1.5" aria-label="Proposed changes">
    {files.map((file) => (
      <li key={file.path}>
        <FileDiff file={file} isOpenAtFirst={files.length === 1} />
      </li>
    ))}
  </ul>
);

function FileDiff({ file, isOpenAtFirst }: { readonly file: Files[number]; readonly isOpenAtFirst: boolean }) {
  const { path, action, diff = '' } = file;
  const [isOpen, setIsOpen] = useState(isOpenAtFirst && diff !== '');
  const { added, removed } = countLines(diff);
  return (
    <details
      open={isOpen}
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
      className="overflow-hidden rounded-md border border-line"
    >
      <summary className="flex cursor-pointer flex-wrap items-center gap-x-2 gap-y-1 px-2.5 py-1.5 text-[13px]">
        <code className="min-w-0 flex-1 text-xs break-all">{path}</code>
        <Badge tone={TONES[action]}>{LABELS[action]}</Badge>
        <span className="text-xs tabular-nums">
          <span className="text-good">+{added}</span> <span className="text-bad">−{removed}</span>
        </span>
      </summary>
      {isOpen && diff !== '' && <Diff text={diff} />}
    </details>
  );
}
