import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { projectsQuery } from '../api/queries.ts';
import { ExportPanel } from '../archive/export-panel.tsx';
import { PageFrame } from '../controls/page-frame.tsx';
import { Empty, Failure, SkeletonLines } from '../controls/states.tsx';
import { GithubPanel } from '../github/github-panel.tsx';
import { KeysPanel } from '../people/keys-panel.tsx';
import { useIsAdmin, useRoleIn } from '../shell/actor.ts';
import { NotFoundPage } from '../shell/not-found-page.tsx';
import { BoardPanel } from './board-panel.tsx';
import { GeneralPanel } from './general-panel.tsx';
import { MembersPanel } from './members-panel.tsx';
import { ModePanel } from './mode-panel.tsx';
import { ProjectBudgetsPanel } from './project-budgets-panel.tsx';
import { RemovePanel } from './remove-panel.tsx';
import { StandupPanel } from './standup-panel.tsx';
import { TelegramPanel } from './telegram-panel.tsx';

/** How a project is set up, for its administrators. */
export default function ProjectSettingsPage() {
  const { project: slug } = useParams({ strict: false });
  const projects = useQuery(projectsQuery);
  const role = useRoleIn()(slug);
  const project = projects.data?.items.find((candidate) => candidate.slug === slug);
  if (projects.isPending) return <SkeletonLines />;
  if (projects.error && !project) return <Failure error={projects.error} onRetry={() => void projects.refetch()} />;
  if (!project) return <NotFoundPage />;
  if (role !== 'ADMIN') {
    return (
      <Empty title={`Only administrators of ${project.name} see its settings`}>
        <p>Ask one of them if you need something changed here.</p>
      </Empty>
    );
  }
  return <Settings key={project.slug} project={project} />;
}

function Settings({ project }: { readonly project: ProjectView }) {
  const isAdmin = useIsAdmin();
  const { slug } = project;
  return (
    <PageFrame title={`Settings of ${project.name}`} note={`${slug} · tasks are ${project.keyPrefix}-1, -2, …`}>
      <GeneralPanel project={project} />
      <BoardPanel project={project} />
      <MembersPanel project={project} />
      <ProjectBudgetsPanel project={project} />
      <ModePanel project={project} />
      <StandupPanel project={project} />
      <TelegramPanel project={project} />
      <GithubPanel project={project} />
      <KeysPanel
        title="API keys"
        note="Keys that reach this project and no other."
        whenEmpty="Make one to let an executor, an agent or a program work in this project."
        kinds={['EXECUTOR', 'AGENT', 'SERVICE']}
        project={slug}
        shows={({ agent, projects }) => agent?.projectId === slug || (projects?.every((one) => one === slug) ?? false)}
      />
      <ExportPanel project={project} />
      {isAdmin && <RemovePanel project={project} />}
    </PageFrame>
  );
}
