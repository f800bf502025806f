import { useState } from 'react';
import { TASK_TYPES } from '../../../domain/task/vocabulary.ts';
import { WEBHOOK_EVENTS } from '../../../domain/webhook/vocabulary.ts';
import type { WebhookView, WebhookWithSecret } from '../../../operations/schemas/webhook.ts';
import { patch, post } from '../api/request.ts';
import { TYPE_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { CheckList } from '../people/check-list.tsx';
import { useChange } from '../people/use-change.ts';

interface WebhookDialogProps {
  readonly project: string;
  /** Absent for a new one. */
  readonly webhook?: WebhookView;
  readonly onSecret?: (secret: string) => void;
  readonly onClose: () => void;
}

const EVENTS = WEBHOOK_EVENTS.map((event) => ({ value: event, label: event }));
const TYPES = TASK_TYPES.map((type) => ({ value: type, label: TYPE_LABELS[type] }));

/** Where a webhook leads and what it is told. */
export function WebhookDialog({ project, webhook, onSecret, onClose }: WebhookDialogProps) {
  const [draft, setDraft] = useState({
    url: webhook?.url ?? '',
    description: webhook?.description ?? '',
    events: webhook?.events ?? [],
    taskTypes: webhook?.taskTypes ?? [],
  });
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const save = useChange(
    ['webhooks'],
    async () => {
      if (webhook) return void (await patch(`/webhooks/${webhook.id}`, draft));
      return (await post<WebhookWithSecret>(`/projects/${project}/webhooks`, draft)).secret;
    },
    (secret) => {
      onClose();
      if (secret !== undefined) onSecret?.(secret);
    },
  );
  return (
    <Dialog
      isWide
      title={webhook ? 'Edit webhook' : 'New webhook'}
      description="It is told what happens from now on. A message that does not arrive is tried again for 24 hours."
      onClose={onClose}
    >
      <form className="contents" onSubmit={(event) => (event.preventDefault(), save.mutate(undefined))}>
        <DialogBody>
          <Field label="Address" error={fieldError(save.error, 'url')}>
            {(control) => (
              <TextBox
                {...control}
                autoFocus
                inputMode="url"
                placeholder="https://hooks.example.com/mission-control"
                maxLength={2000}
                value={draft.url}
                onChange={({ target }) => change({ url: target.value })}
              />
            )}
          </Field>
          <Field label="Description" error={fieldError(save.error, 'description')}>
            {(control) => (
              <TextBox
                {...control}
                maxLength={500}
                value={draft.description}
                onChange={({ target }) => change({ description: target.value })}
              />
            )}
          </Field>
          <CheckList
            label="Events"
            hint="None means every event."
            options={EVENTS}
            chosen={draft.events}
            onChange={(events) => change({ events: [...events] })}
          />
          <CheckList
            label="Types of tasks"
            hint="None means every type. What is not about a task is told in any case."
            options={TYPES}
            chosen={draft.taskTypes}
            onChange={(taskTypes) => change({ taskTypes: [...taskTypes] })}
          />
          <FormError error={save.error} fields={['url', 'description']} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={draft.url.trim() === ''} isBusy={save.isPending}>
            {webhook ? 'Save webhook' : 'Make webhook'}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
