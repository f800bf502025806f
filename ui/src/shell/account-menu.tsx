import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CircleUserRound, Keyboard, LogOut, OctagonX, Settings, UserRound } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { installationQuery } from '../api/queries.ts';
import { forgetEverything, sessionQuery, signOut } from '../api/session.ts';
import { Button } from '../controls/button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../controls/menu.tsx';
import { notice } from '../controls/notice.ts';
import { useIsAdmin, useSession } from './actor.ts';
import { setTheme, THEMES, useTheme } from './theme.ts';

const StopDialog = lazy(() => import('./stop-dialog.tsx'));

const THEME_LABELS = { system: 'System', light: 'Light', dark: 'Dark' } as const;

export function AccountMenu({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const { person, hasPassword } = useSession();
  const isAdmin = useIsAdmin();
  const isStopped = useQuery(installationQuery).data?.emergencyStop !== undefined;
  const navigate = useNavigate();
  const theme = useTheme();
  const leave = useLeave();
  const [isStopping, setIsStopping] = useState(false);

  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button look="quiet" size="icon" aria-label={`Account and theme: ${person.name}`} className="relative">
            <CircleUserRound size={18} aria-hidden />
            {!hasPassword && (
              <span className="absolute top-[calc(50%-0.7rem)] right-[calc(50%-0.7rem)] size-2 rounded-full bg-accent" />
            )}
          </Button>
        }
      >
        <MenuLabel>
          {person.name}
          {isAdmin && ' · administrator'}
        </MenuLabel>
        <MenuItem onSelect={() => void navigate({ to: '/account' })}>
          <UserRound size={14} aria-hidden /> Account
          {!hasPassword && <span className="ml-auto pl-4 text-xs text-accent-text">Set a password</span>}
        </MenuItem>
        {isAdmin && (
          <MenuItem onSelect={() => void navigate({ to: '/settings/people' })}>
            <Settings size={14} aria-hidden /> People and keys
          </MenuItem>
        )}
        <MenuLine />
        <MenuLabel>Theme</MenuLabel>
        <MenuChoice
          value={theme}
          onChoose={setTheme}
          options={THEMES.map((value) => ({ value, label: THEME_LABELS[value] }))}
        />
        <MenuLine />
        <MenuItem onSelect={onShortcuts} hint="?">
          <Keyboard size={14} aria-hidden /> Keyboard shortcuts
        </MenuItem>
        <MenuItem onSelect={() => void leave()}>
          <LogOut size={14} aria-hidden /> Sign out
        </MenuItem>
        {isAdmin && !isStopped && (
          <>
            <MenuLine />
            <MenuItem isDangerous onSelect={() => setIsStopping(true)}>
              <OctagonX size={14} aria-hidden /> Stop everything…
            </MenuItem>
          </>
        )}
      </Menu>
      <Suspense>{isStopping && <StopDialog onClose={() => setIsStopping(false)} />}</Suspense>
    </>
  );
}

function useLeave(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    try {
      await signOut();
      client.setQueryData(sessionQuery.queryKey, null);
      forgetEverything(client);
    } catch (error) {
      notice.refused('You are still signed in', error);
    }
  };
}
