import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, CirclePause, Plus, Settings } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { installationQuery, projectsQuery } from '../api/queries.ts';
import { MODE_LABELS } from '../board/words.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../controls/menu.tsx';
import { useIsAdmin, useRoleIn } from './actor.ts';
import { ROLE_LABELS } from '../people/role-words.ts';
import { useCurrentProject } from './current-project.ts';

const ModeDialog = lazy(() => import('./mode-dialog.tsx'));
const NewProjectDialog = lazy(() => import('./new-project-dialog.tsx'));

/** Switches between projects, makes new ones, and stops or starts the one at hand. */
export function ProjectMenu() {
  const navigate = useNavigate();
  const roleIn = useRoleIn();
  const isAdmin = useIsAdmin();
  const projects = useQuery(projectsQuery).data?.items ?? [];
  const current = useCurrentProject();
  const role = roleIn(current?.slug);
  const isStopped = useQuery(installationQuery).data?.emergencyStop !== undefined;
  const [dialog, setDialog] = useState<'MODE' | 'NEW'>();
  const close = () => setDialog(undefined);

  return (
    <>
      <Menu
        trigger={
          <Button look="quiet" className="min-w-0 shrink! px-2! font-semibold text-ink!">
            <span className="sr-only">Project: </span>
            <span className="truncate">{current?.name ?? 'Choose a project'}</span>
            {current && current.mode !== 'NORMAL' && <Badge tone="warn">{MODE_LABELS[current.mode]}</Badge>}
            <ChevronsUpDown size={14} className="shrink-0 text-ink-faint" aria-hidden />
          </Button>
        }
      >
        <MenuLabel>Projects</MenuLabel>
        <MenuChoice
          value={current?.slug ?? ''}
          onChoose={(slug) => void navigate({ to: '/p/$project', params: { project: slug }, search: {} })}
          options={projects.map(({ slug, name, keyPrefix }) => ({
            value: slug,
            label: (
              <>
                <span className="min-w-0 flex-1 truncate">{name}</span>
                {!isAdmin && <span className="text-xs text-ink-faint">{ROLE_LABELS[roleIn(slug)]}</span>}
                <span className="font-mono text-xs text-ink-faint">{keyPrefix}</span>
              </>
            ),
          }))}
        />
        {projects.length === 0 && <p className="px-2 py-1 text-[13px] text-ink-faint">None yet</p>}
        {current && role !== 'VIEWER' && !isStopped && (
          <>
            <MenuLine />
            <MenuItem onSelect={() => setDialog('MODE')}>
              <CirclePause size={14} aria-hidden /> Mode of {current.name}…
            </MenuItem>
          </>
        )}
        {current && role === 'ADMIN' && (
          <MenuItem
            onSelect={() => void navigate({ to: '/projects/$project/settings', params: { project: current.slug } })}
          >
            <Settings size={14} aria-hidden /> Settings of {current.name}
          </MenuItem>
        )}
        {isAdmin && (
          <>
            <MenuLine />
            <MenuItem onSelect={() => setDialog('NEW')}>
              <Plus size={14} aria-hidden /> New project…
            </MenuItem>
          </>
        )}
      </Menu>
      <Suspense>
        {dialog === 'MODE' && current && <ModeDialog project={current} onClose={close} />}
        {dialog === 'NEW' && <NewProjectDialog onClose={close} />}
      </Suspense>
    </>
  );
}
