import { KeysPanel } from '../people/keys-panel.tsx';
import { SettingsFrame } from './settings-frame.tsx';

/** Every key of the installation. */
export default function KeysPage() {
  return (
    <SettingsFrame>
      <KeysPanel
        title="API keys"
        note="Of machines and of people. People make their personal keys themselves, under Account."
        whenEmpty="Make one to let an executor, an agent or a program work with Mission Control."
        kinds={['EXECUTOR', 'AGENT', 'SERVICE']}
        shows={() => true}
      />
    </SettingsFrame>
  );
}
