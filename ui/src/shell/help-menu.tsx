import { useQuery } from '@tanstack/react-query';
import { BookOpen, CircleQuestionMark, Keyboard, Search, Workflow } from 'lucide-react';
import { installationQuery } from '../api/queries.ts';
import { Button } from '../controls/button.tsx';
import { Menu, MenuItem, MenuLabel } from '../controls/menu.tsx';
import { useActor } from './actor.ts';
import { isOperator } from '../../../domain/actor.ts';
import { openDialog } from './shell-dialog.ts';

/** Where one finds out more. */
export const HelpMenu = () => (
  <Menu
    align="end"
    trigger={
      <Button look="quiet" size="icon" aria-label="Help" title="Help">
        <CircleQuestionMark size={17} aria-hidden />
      </Button>
    }
  >
    <HelpItems />
  </Menu>
);

/** The same where there is no room for a button of its own. */
export function HelpItems() {
  const installation = useQuery(installationQuery).data;
  const temporal = installation?.temporalUiUrl;
  const mayOperate = isOperator(useActor());
  return (
    <>
      <MenuItem onSelect={() => openDialog({ name: 'PALETTE' })} hint="Ctrl K">
        <Search size={14} aria-hidden /> Search everything
      </MenuItem>
      <MenuItem onSelect={() => openDialog({ name: 'SHORTCUTS' })} hint="?">
        <Keyboard size={14} aria-hidden /> Keyboard shortcuts
      </MenuItem>
      <MenuItem onSelect={() => openTab('/api/docs/')}>
        <BookOpen size={14} aria-hidden /> API documentation
      </MenuItem>
      {mayOperate && temporal !== undefined && (
        <MenuItem onSelect={() => openTab(temporal)}>
          <Workflow size={14} aria-hidden /> Temporal UI
        </MenuItem>
      )}
      {installation && <MenuLabel>Mission Control {installation.version}</MenuLabel>}
    </>
  );
}

const openTab = (address: string): void => void open(address, '_blank', 'noopener');
