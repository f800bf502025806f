import { useQueryClient } from '@tanstack/react-query';
import { CircleUserRound, Keyboard, LogOut } from 'lucide-react';
import { sessionQuery, signOut } from '../api/session.ts';
import { Button } from '../controls/button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../controls/menu.tsx';
import { notice } from '../controls/notice.ts';
import { useActor } from './actor.ts';
import { setTheme, THEMES, useTheme } from './theme.ts';

const THEME_LABELS = { system: 'System', light: 'Light', dark: 'Dark' } as const;

export function AccountMenu({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const actor = useActor();
  const theme = useTheme();
  const client = useQueryClient();

  async function leave(): Promise<void> {
    try {
      await signOut();
      client.setQueryData(sessionQuery.queryKey, null);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
    } catch (error) {
      notice.refused('You are still signed in', error);
    }
  }

  return (
    <Menu
      align="end"
      trigger={
        <Button look="quiet" size="icon" aria-label={`Account and theme: ${actor.name}`}>
          <CircleUserRound size={18} aria-hidden />
        </Button>
      }
    >
      <MenuLabel>
        {actor.name}
        {actor.kind !== 'SYSTEM' && ` · ${actor.role.toLowerCase()}`}
      </MenuLabel>
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
    </Menu>
  );
}
