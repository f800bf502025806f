import { useQuery } from '@tanstack/react-query';
import {
  BookOpen,
  CirclePause,
  CirclePlay,
  FileUp,
  FolderPlus,
  Keyboard,
  Link as LinkIcon,
  LogOut,
  Monitor,
  Moon,
  OctagonX,
  Plus,
  Sun,
} from 'lucide-react';
import { isOperator } from '../../../domain/actor.ts';
import { installationQuery } from '../api/queries.ts';
import { notice } from '../controls/notice.ts';
import { copyText } from '../people/copy-text.ts';
import { useActor, useIsAdmin } from '../shell/actor.ts';
import { useCurrentProject } from '../shell/current-project.ts';
import { openDialog } from '../shell/shell-dialog.ts';
import { setTheme, THEMES, useTheme } from '../shell/theme.ts';
import { useLeave } from '../shell/use-leave.ts';
import type { Entry } from './entry.ts';

const THEME_ICONS = { system: <Monitor />, light: <Sun />, dark: <Moon /> } as const;

type Action = Omit<Entry, 'id' | 'group'>;

/** What can be done from everywhere, as far as the person may. */
export function useActions(): readonly Entry[] {
  const actor = useActor();
  const isAdmin = useIsAdmin();
  const project = useCurrentProject();
  const theme = useTheme();
  const leave = useLeave();
  const isStopped = useQuery(installationQuery).data?.emergencyStop !== undefined;
  const canWork = project !== undefined && isOperator(actor);

  const actions: readonly (Action | false)[] = [
    canWork && {
      label: 'New task',
      detail: project.name,
      alias: 'create add',
      keys: 'c',
      icon: <Plus />,
      run: () => openDialog({ name: 'NEW_TASK' }),
    },
    canWork && {
      label: 'Import tasks…',
      detail: project.name,
      alias: 'csv json file add many',
      icon: <FileUp />,
      run: () => openDialog({ name: 'IMPORT' }),
    },
    {
      label: 'Copy link to this page',
      alias: 'address url share',
      icon: <LinkIcon />,
      run: () => void copyLink(),
    },
    canWork && !isStopped && project.mode === 'NORMAL'
      ? {
          label: `Pause ${project.name}…`,
          alias: 'stop mode drain quarantine project',
          icon: <CirclePause />,
          run: () => openDialog({ name: 'MODE', mode: 'PAUSED' }),
        }
      : canWork &&
        !isStopped && {
          label: `Resume ${project.name}…`,
          alias: 'start normal mode unpause project',
          icon: <CirclePlay />,
          run: () => openDialog({ name: 'MODE', mode: 'NORMAL' }),
        },
    isAdmin && {
      label: 'New project…',
      alias: 'create add',
      icon: <FolderPlus />,
      run: () => openDialog({ name: 'NEW_PROJECT' }),
    },
    ...THEMES.filter((other) => other !== theme).map((other) => ({
      label: `Theme: ${other}`,
      alias: 'appearance colours dark light mode switch',
      icon: THEME_ICONS[other],
      run: () => setTheme(other),
    })),
    {
      label: 'Keyboard shortcuts',
      alias: 'help keys',
      keys: '?',
      icon: <Keyboard />,
      run: () => openDialog({ name: 'SHORTCUTS' }),
    },
    {
      label: 'API documentation',
      alias: 'help openapi rest http docs',
      icon: <BookOpen />,
      run: () => void open('/api/docs/', '_blank', 'noopener'),
    },
    isAdmin &&
      !isStopped && {
        label: 'Stop everything…',
        alias: 'emergency stop quarantine halt',
        icon: <OctagonX />,
        run: () => openDialog({ name: 'STOP' }),
      },
    isAdmin &&
      isStopped && {
        label: 'Resume everything…',
        alias: 'emergency stop lift',
        icon: <CirclePlay />,
        run: () => openDialog({ name: 'RESUME' }),
      },
    { label: 'Sign out', alias: 'log out leave', icon: <LogOut />, run: () => void leave() },
  ];
  return actions.flatMap((action) =>
    action === false ? [] : [{ ...action, id: `action ${action.label}`, group: 'Actions' as const }],
  );
}

async function copyLink(): Promise<void> {
  if (await copyText(location.href)) notice.done('The link is copied');
  else notice.refused('The link is not copied', 'The browser does not let us.');
}
