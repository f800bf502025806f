import type { ReactNode } from 'react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { TYPE_LABELS } from '../board/words.ts';
import { Badge } from '../controls/badge.tsx';
import { Ago } from '../controls/time.tsx';
import { MadeBy } from '../recurring/made-by.tsx';
import { Section } from './section.tsx';

/** Everything else that is known about a task. */
export function Facts({ task }: { readonly task: TaskView }) {
  const metadata = Object.keys(task.metadata).length > 0;
  return (
    <Section title="Details">
      <dl className="grid grid-cols-[7rem_1fr] gap-x-3 gap-y-1.5 text-[13px]">
        <Fact name="Type">{TYPE_LABELS[task.type]}</Fact>
        {task.labels.length > 0 && (
          <Fact name="Labels">
            <span className="flex flex-wrap gap-1">
              {task.labels.map((label) => (
                <Badge key={label} tone="accent">
                  {label}
                </Badge>
              ))}
            </span>
          </Fact>
        )}
        {task.reviewer && <Fact name="Reviewer">{task.reviewer.name}</Fact>}
        {task.workspace && (
          <Fact name="Repository">
            <span className="font-mono text-xs break-all">
              {task.workspace.repositoryUrl} ({task.workspace.baseBranch})
            </span>
          </Fact>
        )}
        {task.links.length > 0 && (
          <Fact name="Links">
            {task.links.map(({ url, title }) => (
              <a
                key={url}
                href={url}
                target="_blank"
                rel="noopener noreferrer nofollow"
                className="block break-all text-accent-text underline"
              >
                {title ?? url}
              </a>
            ))}
          </Fact>
        )}
        {task.dueAt !== undefined && (
          <Fact name="Due">
            <Ago at={task.dueAt} />
          </Fact>
        )}
        <Fact name="Review cycles">{task.reviewCycles}</Fact>
        <Fact name="Created">
          <Ago at={task.createdAt} /> by {task.createdBy.name}, from {task.source.toLowerCase()}
        </Fact>
        {task.source === 'RECURRING' && task.sourceRef !== undefined && (
          <Fact name="Made by">
            <MadeBy project={task.projectId} sourceRef={task.sourceRef} />
          </Fact>
        )}
        {task.startedAt !== undefined && (
          <Fact name="Started">
            <Ago at={task.startedAt} />
          </Fact>
        )}
        {task.completedAt !== undefined && (
          <Fact name="Ended">
            <Ago at={task.completedAt} />
          </Fact>
        )}
        {metadata && (
          <Fact name="Metadata">
            <pre className="rounded bg-sunken px-2 py-1 font-mono text-xs break-words whitespace-pre-wrap">
              {JSON.stringify(task.metadata, null, 2)}
            </pre>
          </Fact>
        )}
      </dl>
    </Section>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-ink-faint">{name}</dt>
    <dd className="min-w-0">{children}</dd>
  </>
);
