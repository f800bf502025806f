import { PageFrame } from '../controls/page-frame.tsx';
import { OwnKeys } from './own-keys.tsx';
import { NamePanel } from './name-panel.tsx';
import { PasswordPanel } from './password-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';
import { TelegramPanel } from './telegram-panel.tsx';

/** What belongs to whoever is signed in. */
export default function AccountPage() {
  return (
    <PageFrame title="Account">
      <NamePanel />
      <PasswordPanel />
      <TelegramPanel />
      <OwnKeys />
      <SessionsPanel />
    </PageFrame>
  );
}
