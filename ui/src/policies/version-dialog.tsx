import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { describeRules } from '../../../domain/policy/describe.ts';
import type { PartialRules } from '../../../domain/policy/rules.ts';
import type { PolicyView } from '../../../operations/schemas/policy.ts';
import { getText, post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextArea } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { DryRunNumbers } from './dry-run-numbers.tsx';
import { RuleChanges } from './rule-changes.tsx';
import { saveFile } from './save-file.ts';

interface VersionDialogProps {
  readonly policy: PolicyView;
  /** The version of the same scope that holds now. */
  readonly holding: PolicyView | undefined;
  readonly title: string;
  readonly mayPublish: boolean;
  readonly onEdit: () => void;
  readonly onClose: () => void;
}

/** A version: what it says, how it differs from what holds, and what letting it hold would change. */
export default function VersionDialog({ policy, holding, title, mayPublish, onEdit, onClose }: VersionDialogProps) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const settle = useMutation({
    mutationFn: (): Promise<unknown> =>
      policy.isActive
        ? post('/policies/deactivate', { scope: policy.scope, reason })
        : post(`/policies/${encodeURIComponent(policy.id)}/activate`, { reason }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['policies'] });
      notice.done(policy.isActive ? `${title} holds no more` : `${title} holds now`);
      onClose();
    },
  });
  const download = () =>
    void getText(`/policies/${encodeURIComponent(policy.id)}/export`).then((yaml) =>
      saveFile(`${policy.id.replace(/[^\w.-]+/g, '-')}.yaml`, yaml),
    );
  const isComplete = reason.trim() !== '';
  const mayBeSettled = mayPublish && (policy.scope.kind !== 'GLOBAL' || policy.isActive);
  return (
    <Dialog title={title} description={policy.note} isWide onClose={onClose}>
      <DialogBody>
        <Says rules={policy.rules as PartialRules} />
        <section aria-label="Differences">
          <h3 className="mb-1 text-[13px] font-semibold">
            {policy.isActive || !holding
              ? 'Compared with the built-in rules'
              : `Compared with version ${holding.version}, which holds`}
          </h3>
          <RuleChanges from={policy.isActive || !holding ? 'BUILT_IN' : holding.id} to={policy.id} />
        </section>
        {!policy.isActive && <DryRunNumbers scope={policy.scope} rules={policy.rules} />}
        {mayBeSettled && (
          <Field label={policy.isActive ? 'Why it should hold no more' : 'Why it should hold'}>
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                maxLength={500}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
            )}
          </Field>
        )}
        <FormError error={settle.error} />
      </DialogBody>
      <DialogFooter>
        <Button look="quiet" className="mr-auto" onClick={download}>
          <Download size={15} aria-hidden /> YAML
        </Button>
        {mayPublish && <Button onClick={onEdit}>Edit as new version</Button>}
        {mayBeSettled && (
          <Button
            look={policy.isActive ? 'danger' : 'primary'}
            disabled={!isComplete}
            isBusy={settle.isPending}
            onClick={() => settle.mutate()}
          >
            {policy.isActive ? 'Let it hold no more' : 'Let it hold'}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}

const Says = ({ rules }: { readonly rules: PartialRules }) => (
  <dl className="divide-y divide-line rounded-md border border-line">
    {describeRules(rules).map(({ field, title, lines }) => (
      <div key={field} className="grid gap-x-3 px-3 py-1.5 text-[13px] sm:grid-cols-[11rem_1fr]">
        <dt className="font-medium">{title}</dt>
        <dd className="min-w-0 break-words text-ink-soft">{lines.join(', ')}</dd>
      </div>
    ))}
  </dl>
);
