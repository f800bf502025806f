import { useState } from 'react';
import type { WebhookView, WebhookWithSecret } from '../../../operations/schemas/webhook.ts';
import { post, remove } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { ConfirmDialog } from '../people/confirm-dialog.tsx';
import { useChange } from '../people/use-change.ts';
import { addressInShort } from './webhook-words.ts';

interface OrderProps {
  readonly webhook: WebhookView;
  readonly onClose: () => void;
}

const LISTS = ['webhooks', 'deliveries'];
const OVERLAPS = [0, 1, 24, 168] as const;
const OVERLAP_LABELS = { 0: 'At once', 1: 'After an hour', 24: 'After a day', 168: 'After a week' } as const;

/** A new secret, and until when the one before signs as well. */
export function RotateDialog({
  webhook,
  onSecret,
  onClose,
}: OrderProps & { readonly onSecret: (secret: string) => void }) {
  const [overlapHours, setOverlapHours] = useState<(typeof OVERLAPS)[number]>(24);
  const rotate = useChange(
    LISTS,
    () => post<WebhookWithSecret>(`/webhooks/${webhook.id}/rotate-secret`, { overlapHours }),
    ({ secret }) => {
      onClose();
      onSecret(secret);
    },
  );
  return (
    <Dialog
      title="New signing secret"
      description="Messages are signed by both secrets until the old one ends, so that the receiver can change over."
      onClose={onClose}
    >
      <form className="contents" onSubmit={(event) => (event.preventDefault(), rotate.mutate(undefined))}>
        <DialogBody>
          <Field label="The old secret ends">
            {(control) => (
              <Choice
                {...control}
                values={OVERLAPS}
                labels={OVERLAP_LABELS}
                value={overlapHours}
                onChoose={(hours) => hours !== undefined && setOverlapHours(hours)}
              />
            )}
          </Field>
          <FormError error={rotate.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" isBusy={rotate.isPending}>
            Make a new secret
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

/** Goes on where it stopped, or from now on. */
export function EnableDialog({ webhook, onClose }: OrderProps) {
  const [skipMissed, setSkipMissed] = useState(false);
  const enable = useChange(LISTS, () => post(`/webhooks/${webhook.id}/enable`, { skipMissed }), onClose);
  return (
    <Dialog title={`Enable ${addressInShort(webhook.url)}?`} onClose={onClose}>
      <form className="contents" onSubmit={(event) => (event.preventDefault(), enable.mutate(undefined))}>
        <DialogBody>
          <p className="text-ink-soft">
            What waits is sent in its order, and then what has happened since it was disabled.
          </p>
          <label className="flex min-h-7 items-center gap-2 max-md:min-h-11">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={skipMissed}
              onChange={({ target }) => setSkipMissed(target.checked)}
            />
            Skip all of that and begin now
          </label>
          <FormError error={enable.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" isBusy={enable.isPending}>
            Enable
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

export function DisableDialog({ webhook, onClose }: OrderProps) {
  const disable = useChange(LISTS, () => post(`/webhooks/${webhook.id}/disable`, {}), onClose);
  return (
    <ConfirmDialog
      title={`Disable ${addressInShort(webhook.url)}?`}
      verb="Disable"
      error={disable.error}
      isBusy={disable.isPending}
      onConfirm={() => disable.mutate(undefined)}
      onClose={onClose}
    >
      Nothing is sent there until it is enabled again. What happens meanwhile can be sent then.
    </ConfirmDialog>
  );
}

export function RemoveDialog({ webhook, onClose }: OrderProps) {
  const removal = useChange(LISTS, () => remove(`/webhooks/${webhook.id}`), onClose);
  return (
    <ConfirmDialog
      title={`Remove ${addressInShort(webhook.url)}?`}
      verb="Remove"
      error={removal.error}
      isBusy={removal.isPending}
      onConfirm={() => removal.mutate(undefined)}
      onClose={onClose}
    >
      Nothing is sent there any more, and its deliveries are forgotten.
    </ConfirmDialog>
  );
}
