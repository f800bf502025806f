import { useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect } from 'react';
import { useCurrentProject } from './current-project.ts';
import { closeAnyDialog, closeDialog, useShellDialog } from './shell-dialog.ts';

const CommandPalette = lazy(() => import('../palette/command-palette.tsx'));
const ImportDialog = lazy(() => import('../imports/import-dialog.tsx'));
const ModeDialog = lazy(() => import('./mode-dialog.tsx'));
const NewProjectDialog = lazy(() => import('./new-project-dialog.tsx'));
const NewTaskDialog = lazy(() => import('../task/new-task-dialog.tsx'));
const ResumeDialog = lazy(() => import('./resume-dialog.tsx'));
const SampleDialog = lazy(() => import('./sample-dialog.tsx'));
const ShortcutHelp = lazy(() => import('./shortcut-help.tsx'));
const StopDialog = lazy(() => import('./stop-dialog.tsx'));

/** The dialogs that every page can open, loaded when they are. */
export const ShellDialogs = () => <Suspense>{<Shown />}</Suspense>;

function Shown() {
  const dialog = useShellDialog();
  const project = useCurrentProject();
  const router = useRouter();
  // What is in front of a page goes with it.
  useEffect(() => router.subscribe('onBeforeLoad', ({ pathChanged }) => pathChanged && closeAnyDialog()), [router]);
  useEffect(() => closeAnyDialog, []);
  const close = useCallback(() => dialog && closeDialog(dialog), [dialog]);
  switch (dialog?.name) {
    case 'PALETTE':
      return <CommandPalette only={dialog.only} onClose={close} />;
    case 'MODE':
      return project && <ModeDialog project={project} suggested={dialog.mode} onClose={close} />;
    case 'NEW_TASK':
      return project && <NewTaskDialog project={project} onClose={close} />;
    case 'IMPORT':
      return project && <ImportDialog project={project} onClose={close} />;
    case 'NEW_PROJECT':
      return <NewProjectDialog onClose={close} />;
    case 'SAMPLE':
      return <SampleDialog onClose={close} />;
    case 'SHORTCUTS':
      return <ShortcutHelp onClose={close} />;
    case 'STOP':
      return <StopDialog onClose={close} />;
    case 'RESUME':
      return <ResumeDialog onClose={close} />;
    case undefined:
      return null;
  }
}
