import { useQuery } from '@tanstack/react-query';
import { Download, FileDiff, FileText, GitBranch } from 'lucide-react';
import { useState } from 'react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { artifactTextQuery } from '../api/queries.ts';
import { apiUrl } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Markdown } from '../controls/markdown.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Diff } from './diff.tsx';
import { Section } from './section.tsx';

type Deliverable = NonNullable<TaskView['deliverable']>;
type Artifact = Deliverable['artifacts'][number];

export const DeliverableSection = ({ deliverable }: { readonly deliverable: Deliverable }) => (
  <Section title="Deliverable">
    <DeliverableContent deliverable={deliverable} />
  </Section>
);

interface DeliverableContentProps {
  readonly deliverable: Omit<Deliverable, 'artifacts'> & { readonly artifacts: readonly Artifact[] };
}

/** What was handed in, or would be: its words, its branch, and its files with their diffs. */
export const DeliverableContent = ({ deliverable }: DeliverableContentProps) => (
  <>
    <Markdown>{deliverable.summary}</Markdown>
    {deliverable.branch !== undefined && (
      <p className="mt-2 flex flex-wrap items-center gap-1.5 font-mono text-xs text-ink-soft">
        <GitBranch size={13} aria-hidden /> {deliverable.branch}
        {deliverable.commit !== undefined && (
          <span title={deliverable.commit}>@ {deliverable.commit.slice(0, 12)}</span>
        )}
      </p>
    )}
    {deliverable.content !== undefined && deliverable.content !== '' && (
      <div className="mt-2 rounded-md border border-line px-3 py-2">
        <Markdown>{deliverable.content}</Markdown>
      </div>
    )}
    {deliverable.artifacts.length > 0 && (
      <ul className="mt-2 flex flex-col gap-1.5">
        {deliverable.artifacts.map((artifact) => (
          <ArtifactRow key={artifact.id} artifact={artifact} />
        ))}
      </ul>
    )}
  </>
);

function ArtifactRow({ artifact }: { readonly artifact: Artifact }) {
  const isDiff = artifact.type.startsWith('text/x-diff') || artifact.type.startsWith('text/x-patch');
  const [isOpen, setIsOpen] = useState(isDiff);
  const Icon = isDiff ? FileDiff : FileText;
  return (
    <li className="overflow-hidden rounded-md border border-line">
      <div className="flex items-center gap-2 px-2.5 py-1">
        <Icon size={14} className="shrink-0 text-ink-faint" aria-hidden />
        <span className="min-w-0 flex-1 truncate font-mono text-xs">{artifact.name}</span>
        <span className="text-xs text-ink-faint tabular-nums">{sizeText(artifact.size)}</span>
        {isDiff && (
          <Button look="quiet" size="small" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {isOpen ? 'Hide diff' : 'Show diff'}
          </Button>
        )}
        <a
          href={apiUrl(`/artifacts/${encodeURIComponent(artifact.id)}`)}
          download={artifact.name}
          aria-label={`Download ${artifact.name}`}
          className="flex size-7 items-center justify-center rounded-md text-ink-soft hover:bg-sunken max-md:size-11"
        >
          <Download size={14} aria-hidden />
        </a>
      </div>
      {isOpen && <ArtifactDiff id={artifact.id} />}
    </li>
  );
}

function ArtifactDiff({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(artifactTextQuery(id));
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return data === undefined ? <SkeletonLines count={4} /> : <Diff text={data} />;
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
