import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import type { PolicyView } from '../../../operations/schemas/policy.ts';
import type { Page } from '../api/queries.ts';
import { Badge } from '../controls/badge.tsx';
import { Empty } from '../controls/states.tsx';
import { Ago } from '../controls/time.tsx';
import { Panel } from '../people/panel.tsx';
import { Pages } from '../task/pages.tsx';
import { scopeInWords, versionNamed } from './scope-words.ts';

interface VersionListProps {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page<PolicyView>>>;
  readonly agentName: (id: string) => string;
  readonly mayPublish: boolean;
  readonly onShow: (id: string) => void;
}

/** Every version that was published, newest first; those that hold are marked. */
export function VersionList({ query, agentName, mayPublish, onShow }: VersionListProps) {
  return (
    <Panel title="Versions">
      <Pages
        query={query}
        empty={
          <Empty title="Only the built-in rules hold" icon={<ScrollText size={20} aria-hidden />}>
            <p>{mayPublish ? 'Publish a version to say otherwise.' : 'An ADMIN of the project can say otherwise.'}</p>
          </Empty>
        }
      >
        {(policies) => (
          <ol aria-label="Versions" className="-my-2 divide-y divide-line">
            {policies.map(({ id, version, note, publishedAt, publishedBy, isActive }) => (
              <li key={id} className="py-2 text-[13px]">
                <button
                  type="button"
                  onClick={() => onShow(id)}
                  className="block w-full rounded-md px-1 py-0.5 text-left hover:bg-sunken max-md:min-h-11"
                >
                  <span className="flex flex-wrap items-center gap-2">
                    <strong className="font-semibold">{scopeInWords(versionNamed(id).scope, agentName)}</strong>
                    <span className="text-ink-soft">version {version}</span>
                    {isActive && <Badge tone="good">holds</Badge>}
                  </span>
                  <span className="block break-words">{note}</span>
                  <span className="text-xs text-ink-faint">
                    {publishedBy.name}, <Ago at={publishedAt} />
                  </span>
                </button>
              </li>
            ))}
          </ol>
        )}
      </Pages>
    </Panel>
  );
}
