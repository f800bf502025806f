import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { describeRules } from '../../../domain/policy/describe.ts';
import type { PartialRules } from '../../../domain/policy/rules.ts';
import type { PolicyView } from '../../../operations/schemas/policy.ts';
import { getText, post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextArea } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { DryRunNumbers } from './dry-run-numbers.tsx';
import { RuleChanges } from './rule-changes.tsx';
import { saveFile } from '../controls/save-file.ts';

interface VersionDetailsProps {
  readonly policy: PolicyView;
  /** The version of the same scope that holds now. */
  readonly holding: PolicyView | undefined;
  readonly title: string;
  /** Whether the signed-in person says what holds in its scope. */
  readonly mayRule: boolean;
  readonly onEdit: () => void;
  readonly onClose: () => void;
}

/** What a version says, how it differs from what holds, and what letting it hold would change. */
export function VersionDetails({ policy, holding, title, mayRule, onEdit, onClose }: VersionDetailsProps) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  // Whether it is to hold is asked with the request: news of the change may be here before its answer.
  const settle = useMutation({
    mutationFn: (holds: boolean): Promise<unknown> =>
      holds
        ? post(`/policies/${encodeURIComponent(policy.id)}/activate`, { reason })
        : post('/policies/deactivate', { scope: policy.scope, reason }),
    onSuccess: (_answer, holds) => {
      void client.invalidateQueries({ queryKey: ['policies'] });
      notice.done(holds ? `${title} holds now` : `${title} holds no more`);
      onClose();
    },
  });
  const download = useMutation({
    mutationFn: () => getText(`/policies/${encodeURIComponent(policy.id)}/export`),
    onSuccess: (yaml) =>
      saveFile(`${policy.id.replace(/[^\w.-]+/g, '-')}.yaml`, new Blob([yaml], { type: 'application/yaml' })),
  });
  const before = policy.isActive ? undefined : holding;
  return (
    <>
      <DialogBody>
        <Says rules={policy.rules as PartialRules} />
        <section aria-label="Differences">
          <h3 className="mb-1 text-[13px] font-semibold">
            {before ? `Compared with version ${before.version}, which holds` : 'Compared with the built-in rules'}
          </h3>
          <RuleChanges from={before?.id ?? 'BUILT_IN'} to={policy.id} />
        </section>
        {!policy.isActive && <DryRunNumbers scope={policy.scope} rules={policy.rules} />}
        {mayRule && (
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
        <FormError error={settle.error ?? download.error} />
      </DialogBody>
      <DialogFooter>
        <Button look="quiet" className="mr-auto" isBusy={download.isPending} onClick={() => download.mutate()}>
          <Download size={15} aria-hidden /> YAML
        </Button>
        {mayRule && <Button onClick={onEdit}>Edit as new version</Button>}
        {mayRule && (
          <Button
            look={policy.isActive ? 'danger' : 'primary'}
            disabled={reason.trim() === ''}
            isBusy={settle.isPending}
            onClick={() => settle.mutate(!policy.isActive)}
          >
            {policy.isActive ? 'Let it hold no more' : 'Let it hold'}
          </Button>
        )}
      </DialogFooter>
    </>
  );
}

const Says = ({ rules }: { readonly rules: PartialRules }) => (
  <dl className="divide-y divide-line rounded-md border border-line">
    {describeRules(rules).map(({ field, title, lines }) => (
      <div key={field} className="grid gap-x-3 px-3 py-1.5 text-[13px] sm:grid-cols-[13rem_1fr]">
        <dt className="font-medium">{title}</dt>
        <dd className="min-w-0 break-words text-ink-soft">{lines.join(', ')}</dd>
      </div>
    ))}
  </dl>
);
