import { useQuery } from '@tanstack/react-query';
import { Download, File, FileDiff, FileImage, FileText, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { isPicture } from '../../../domain/task/artifact.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { artifactTextQuery } from '../api/queries.ts';
import { apiUrl } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Markdown } from '../controls/markdown.tsx';
import { sizeText } from '../controls/size-text.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Diff } from './diff.tsx';

export type Artifact = NonNullable<TaskView['deliverable']>['artifacts'][number];

/** Larger texts are better off in an editor. */
const MOST_TEXT_BYTES = 1024 * 1024;
const MOST_PICTURE_BYTES = 20 * 1024 * 1024;

type Kind = 'DIFF' | 'PICTURE' | 'MARKDOWN' | 'TEXT';

/** How a file can be shown; undefined where it can only be downloaded. */
function kindOf({ name, type, size }: Artifact): Kind | undefined {
  if (isPicture({ type })) return size <= MOST_PICTURE_BYTES ? 'PICTURE' : undefined;
  if (size > MOST_TEXT_BYTES) return undefined;
  if (/^text\/x-(diff|patch)\b/.test(type)) return 'DIFF';
  if (type.startsWith('text/markdown')) return 'MARKDOWN';
  const isText = /^text\/|^application\/(json|x-ndjson|yaml|xml|toml)\b/.test(type) || /\.(log|txt)$/.test(name);
  return isText ? 'TEXT' : undefined;
}

const ICONS: Readonly<Record<Kind, LucideIcon>> = {
  DIFF: FileDiff,
  PICTURE: FileImage,
  MARKDOWN: FileText,
  TEXT: FileText,
};
const WORDS: Readonly<Record<Kind, string>> = { DIFF: 'diff', PICTURE: 'picture', MARKDOWN: 'text', TEXT: 'text' };

/** A file that was handed in: shown in place where that is safe and of use, and always there to download. */
export function ArtifactRow({ artifact }: { readonly artifact: Artifact }) {
  const { id, name, size } = artifact;
  const kind = kindOf(artifact);
  const [isOpen, setIsOpen] = useState(kind === 'DIFF');
  const Icon = kind === undefined ? File : ICONS[kind];
  return (
    <li className="overflow-hidden rounded-md border border-line">
      <div className="flex items-center gap-2 px-2.5 py-1">
        <Icon size={14} className="shrink-0 text-ink-faint" aria-hidden />
        <span className="min-w-0 flex-1 truncate font-mono text-xs">{name}</span>
        <span className="text-xs text-ink-faint tabular-nums">{sizeText(size)}</span>
        {kind !== undefined && (
          <Button look="quiet" size="small" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {isOpen ? 'Hide' : 'Show'} {WORDS[kind]}
          </Button>
        )}
        <a
          href={addressOf(id)}
          download={name}
          aria-label={`Download ${name}`}
          className="flex size-7 items-center justify-center rounded-md text-ink-soft hover:bg-sunken max-md:size-11"
        >
          <Download size={14} aria-hidden />
        </a>
      </div>
      {isOpen && kind === 'PICTURE' && (
        <img src={addressOf(id)} alt={name} className="max-h-96 w-full border-t border-line bg-sunken object-contain" />
      )}
      {isOpen && kind !== undefined && kind !== 'PICTURE' && <ArtifactText id={id} name={name} kind={kind} />}
    </li>
  );
}

const addressOf = (id: string): string => apiUrl(`/artifacts/${encodeURIComponent(id)}`);

interface ArtifactTextProps {
  readonly id: string;
  readonly name: string;
  readonly kind: Exclude<Kind, 'PICTURE'>;
}

function ArtifactText({ id, name, kind }: ArtifactTextProps) {
  const { data, error, refetch } = useQuery(artifactTextQuery(id));
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <SkeletonLines count={4} />;
  if (kind === 'DIFF') return <Diff text={data} />;
  return (
    <section aria-label={name} tabIndex={0} className="max-h-96 overflow-auto border-t border-line">
      {kind === 'MARKDOWN' ? (
        <div className="px-3 py-2">
          <Markdown>{data}</Markdown>
        </div>
      ) : (
        <pre className="bg-sunken/50 px-2.5 py-1.5 font-mono text-xs leading-5 whitespace-pre-wrap text-ink-soft">
          {data}
        </pre>
      )}
    </section>
  );
}
