import { GitBranch } from 'lucide-react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { Markdown } from '../controls/markdown.tsx';
import { ArtifactRow, type Artifact } from './artifact-row.tsx';
import { Section } from './section.tsx';

type Deliverable = NonNullable<TaskView['deliverable']>;

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
