import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CircleUserRound, LogOut, OctagonX, Settings, UserRound } from 'lucide-react';
import { installationQuery } from '../api/queries.ts';
import { Button } from '../controls/button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../controls/menu.tsx';
import { useIsAdmin, useSession } from './actor.ts';
import { HelpItems } from './help-menu.tsx';
import { openDialog } from './shell-dialog.ts';
import { setTheme, THEMES, useTheme } from './theme.ts';
import { useLeave } from './use-leave.ts';

const THEME_LABELS = { system: 'System', light: 'Light', dark: 'Dark' } as const;

interface AccountMenuProps {
  /** Holds what the help menu holds, where there is no room for that. */
  readonly hasHelp: boolean;
}

export function AccountMenu({ hasHelp }: AccountMenuProps) {
  const { person, hasPassword } = useSession();
  const isAdmin = useIsAdmin();
  const isStopped = useQuery(installationQuery).data?.emergencyStop !== undefined;
  const navigate = useNavigate();
  const theme = useTheme();
  const leave = useLeave();

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
        {hasHelp && (
          <>
            <HelpItems />
            <MenuLine />
          </>
        )}
        <MenuItem onSelect={() => void leave()}>
          <LogOut size={14} aria-hidden /> Sign out
        </MenuItem>
        {isAdmin && !isStopped && (
          <>
            <MenuLine />
            <MenuItem isDangerous onSelect={() => openDialog({ name: 'STOP' })}>
              <OctagonX size={14} aria-hidden /> Stop everything…
            </MenuItem>
          </>
        )}
      </Menu>
    </>
  );
}
