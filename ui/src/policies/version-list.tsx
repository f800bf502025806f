import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { PolicyView } from '../../../operations/schemas/policy.ts';
import type { MemberView } from '../../../operations/schemas/project.ts';
import type { Page } from '../api/queries.ts';
import { Badge } from '../controls/badge.tsx';
import { Empty } from '../controls/states.tsx';
import { Ago } from '../controls/time.tsx';
import { Panel } from '../people/panel.tsx';
import { Pages } from '../task/pages.tsx';
import { scopeInWords } from './scope-words.ts';

const VersionDialog = lazy(() => import('./version-dialog.tsx'));

interface VersionListProps {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page<PolicyView>>>;
  readonly agents: readonly MemberView[];
  readonly mayPublish: boolean;
  readonly onEdit: (basedOn: PolicyView) => void;
}

/** Every version that was published, newest first; those that hold are marked. */
export function VersionList({ query, agents, mayPublish, onEdit }: VersionListProps) {
  const [shown, setShown] = useState<string>();
  const nameOf = (id: string) => agents.find((agent) => agent.id === id)?.name ?? id;
  const all = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const policy = all.find(({ id }) => id === shown);
  const holding = policy && all.find(({ isActive, id }) => isActive && scopeKeyOf(id) === scopeKeyOf(policy.id));
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
            {policies.map(({ id, scope, version, note, publishedAt, publishedBy, isActive }) => (
              <li key={id} className="py-2 text-[13px]">
                <button
                  type="button"
                  onClick={() => setShown(id)}
                  className="block w-full rounded-md px-1 py-0.5 text-left hover:bg-sunken max-md:min-h-11"
                >
                  <span className="flex flex-wrap items-center gap-2">
                    <strong className="font-semibold">{scopeInWords(scope, nameOf)}</strong>
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
      <Suspense>
        {policy && (
          <VersionDialog
            policy={policy}
            holding={holding}
            title={`${scopeInWords(policy.scope, nameOf)}, version ${policy.version}`}
            mayPublish={mayPublish}
            onEdit={() => (setShown(undefined), onEdit(policy))}
            onClose={() => setShown(undefined)}
          />
        )}
      </Suspense>
    </Panel>
  );
}

/** "PROJECT:mc@3" is a version of "PROJECT:mc". */
const scopeKeyOf = (id: string): string => id.slice(0, id.lastIndexOf('@'));
