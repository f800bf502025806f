import { SecretOnce } from '../people/secret-once.tsx';

interface SecretOnceDialogProps {
  readonly secret: string;
  readonly onClose: () => void;
}

/** What the receiver checks signatures with. */
export const SecretOnceDialog = ({ secret, onClose }: SecretOnceDialogProps) => (
  <SecretOnce title="The secret of the webhook" label="Signing secret" secret={secret} onClose={onClose}>
    The receiver checks with it that a message is from here, by any library for Standard Webhooks.
  </SecretOnce>
);
