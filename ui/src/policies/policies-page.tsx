import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { FileUp, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { PolicyView } from '../../../operations/schemas/policy.ts';
import { membersQuery } from '../api/queries.ts';
import { Button } from '../controls/button.tsx';
import { PageFrame } from '../controls/page-frame.tsx';
import { Panel } from '../people/panel.tsx';
import { useRoleIn } from '../shell/actor.ts';
import { EffectiveRules } from './effective-rules.tsx';
import { policiesQuery } from './policy-queries.ts';
import { PolicyTryOut } from './policy-try-out.tsx';
import { versionInWords, versionNamed } from './scope-words.ts';
import { VersionList } from './version-list.tsx';

const PolicyEditor = lazy(() => import('./policy-editor.tsx'));
const ImportDialog = lazy(() => import('./import-dialog.tsx'));
const VersionDialog = lazy(() => import('./version-dialog.tsx'));

/** What agents may do in a project by themselves, and who says so. */
export default function PoliciesPage() {
  const { project: slug } = useParams({ from: '/projects/$project/policies' });
  const policies = useInfiniteQuery(policiesQuery(slug));
  const members = useQuery(membersQuery(slug)).data?.items ?? [];
  const agents = members.filter(({ kind }) => kind === 'AGENT');
  const mayPublish = useRoleIn()(slug) === 'ADMIN';
  const [dialog, setDialog] = useState<'IMPORT' | { readonly basedOn: PolicyView | undefined }>();
  const [shown, setShown] = useState<string>();
  const close = () => setDialog(undefined);
  const agentName = (id: string) => agents.find((agent) => agent.id === id)?.name ?? id;
  return (
    <PageFrame
      title="Policies"
      isWide
      note="What agents may do by themselves, what they ask people for, and what is denied"
      actions={
        mayPublish && (
          <div className="flex gap-2 max-md:w-full max-md:[&>button]:flex-1">
            <Button onClick={() => setDialog('IMPORT')}>
              <FileUp size={15} aria-hidden /> Import
            </Button>
            <Button look="primary" onClick={() => setDialog({ basedOn: undefined })}>
              <Plus size={15} aria-hidden /> New version
            </Button>
          </div>
        )
      }
    >
      <div className="grid items-start gap-4 lg:grid-cols-[2fr_3fr]">
        <div className="min-w-0">
          <VersionList query={policies} agentName={agentName} mayPublish={mayPublish} onShow={setShown} />
          <Panel title="Try it out" note="Asks the same rules that hold for agents; nothing is done.">
            <PolicyTryOut slug={slug} agents={agents} />
          </Panel>
        </div>
        <EffectiveRules slug={slug} agents={agents} agentName={agentName} onShow={setShown} />
      </div>
      <Suspense>
        {shown !== undefined && (
          <VersionDialog
            id={shown}
            slug={slug}
            title={versionInWords(versionNamed(shown), agentName)}
            mayPublish={mayPublish}
            onEdit={(basedOn) => (setShown(undefined), setDialog({ basedOn }))}
            onClose={() => setShown(undefined)}
          />
        )}
        {dialog === 'IMPORT' && <ImportDialog onClose={close} />}
        {typeof dialog === 'object' && (
          <PolicyEditor slug={slug} agents={agents} basedOn={dialog.basedOn} onClose={close} />
        )}
      </Suspense>
    </PageFrame>
  );
}
