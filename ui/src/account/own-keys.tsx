import { KeysPanel } from '../people/keys-panel.tsx';
import { useSession } from '../shell/actor.ts';

/** The person's own keys. */
export function OwnKeys() {
  const { id } = useSession().person;
  return (
    <KeysPanel
      title="Your keys"
      note="Act as you: for scripts, the command line and other machines."
      whenEmpty="Make one to use Mission Control from a script or the command line."
      kinds={['PERSONAL']}
      shows={({ kind, person }) => kind === 'PERSONAL' && person?.id === id}
    />
  );
}
