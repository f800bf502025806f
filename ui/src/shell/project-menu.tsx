import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { CalendarClock, ChevronsUpDown, CirclePause, FileUp, Plus, Search, Settings, Webhook } from 'lucide-react';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { installationQuery, projectsQuery } from '../api/queries.ts';
import { MODE_LABELS } from '../board/words.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../controls/menu.tsx';
import { useIsAdmin, useRoleIn } from './actor.ts';
import { ROLE_LABELS } from '../people/role-words.ts';
import { useCurrentProject } from './current-project.ts';
import { ofAllProjects, ofProject, showsAll } from './project-address.ts';
import { openDialog } from './shell-dialog.ts';
import { useProjectAddress } from './use-project-address.ts';

/** More than one sees at a glance: these are searched. */
const MOST = 8;

/** Switches between projects, makes new ones, and stops or starts the one at hand. */
export function ProjectMenu() {
  const { history } = useRouter();
  const address = useProjectAddress();
  const roleIn = useRoleIn();
  const isAdmin = useIsAdmin();
  const projects = useQuery(projectsQuery).data?.items ?? [];
  const current = useCurrentProject();
  const role = roleIn(current?.slug);
  const isStopped = useQuery(installationQuery).data?.emergencyStop !== undefined;
  const isAll = showsAll(address);
  const ofAll = projects.length > 1 ? ofAllProjects(address) : undefined;

  return (
    <Menu
      trigger={
        <Button look="quiet" className="min-w-0 shrink! px-2! font-semibold text-ink!">
          <span className="sr-only">Project: </span>
          <span className="truncate">{isAll ? 'All projects' : (current?.name ?? 'Choose a project')}</span>
          {!isAll && current && current.mode !== 'NORMAL' && <Badge tone="warn">{MODE_LABELS[current.mode]}</Badge>}
          <ChevronsUpDown size={14} className="shrink-0 text-ink-faint" aria-hidden />
        </Button>
      }
    >
      <MenuLabel>Projects</MenuLabel>
      <MenuChoice
        value={isAll ? '' : (current?.slug ?? '')}
        onChoose={(slug) => history.push((slug === '' ? ofAll : ofProject(address, slug)) ?? '/')}
        options={[
          ...(ofAll === undefined ? [] : [{ value: '', label: 'All projects' }]),
          ...shortList(projects, current).map(({ slug, name, keyPrefix }) => ({
            value: slug,
            label: (
              <>
                <span className="min-w-0 flex-1 truncate">{name}</span>
                {!isAdmin && <span className="text-xs text-ink-faint">{ROLE_LABELS[roleIn(slug)]}</span>}
                <span className="font-mono text-xs text-ink-faint">{keyPrefix}</span>
              </>
            ),
          })),
        ]}
      />
      {projects.length === 0 && <p className="px-2 py-1 text-[13px] text-ink-faint">None yet</p>}
      {projects.length > MOST && (
        <MenuItem onSelect={() => openDialog({ name: 'PALETTE', only: 'PROJECTS' })}>
          <Search size={14} aria-hidden /> Find one of {projects.length}…
        </MenuItem>
      )}
      {current && <MenuLine />}
      {current && role !== 'VIEWER' && !isStopped && (
        <>
          <MenuItem onSelect={() => openDialog({ name: 'MODE' })}>
            <CirclePause size={14} aria-hidden /> Mode of {current.name}…
          </MenuItem>
          <MenuItem onSelect={() => openDialog({ name: 'IMPORT' })}>
            <FileUp size={14} aria-hidden /> Import tasks…
          </MenuItem>
        </>
      )}
      {current && (
        <MenuItem onSelect={() => history.push(`/projects/${current.slug}/recurring`)}>
          <CalendarClock size={14} aria-hidden /> Recurring tasks
        </MenuItem>
      )}
      {current && role === 'ADMIN' && (
        <>
          <MenuItem onSelect={() => history.push(`/projects/${current.slug}/settings`)}>
            <Settings size={14} aria-hidden /> Settings of {current.name}
          </MenuItem>
          <MenuItem onSelect={() => history.push(`/projects/${current.slug}/webhooks`)}>
            <Webhook size={14} aria-hidden /> Webhooks of {current.name}
          </MenuItem>
        </>
      )}
      {isAdmin && (
        <>
          <MenuLine />
          <MenuItem onSelect={() => openDialog({ name: 'NEW_PROJECT' })}>
            <Plus size={14} aria-hidden /> New project…
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

/** The one at hand is always among them. */
function shortList(projects: readonly ProjectView[], current: ProjectView | undefined): readonly ProjectView[] {
  const first = projects.slice(0, MOST);
  return current === undefined || first.includes(current) ? first : [...first.slice(0, MOST - 1), current];
}
