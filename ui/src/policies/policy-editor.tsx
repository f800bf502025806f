import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PolicyView, publishPolicySchema } from '../../../operations/schemas/policy.ts';
import type { MemberView } from '../../../operations/schemas/project.ts';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { DryRunNumbers } from './dry-run-numbers.tsx';
import { draftOf, EMPTY_POLICY, rulesFrom, type PolicyDraft } from './policy-draft.ts';
import { RuleFields } from './rule-fields.tsx';
import { ScopeFields } from './scope-fields.tsx';

type Scope = (typeof publishPolicySchema)['_zod']['input']['scope'];

interface PolicyEditorProps {
  readonly slug: string;
  readonly agents: readonly MemberView[];
  /** The version that it begins as. */
  readonly basedOn: PolicyView | undefined;
  readonly onClose: () => void;
}

/** Writes the next version of a policy. */
export default function PolicyEditor({ slug, agents, basedOn, onClose }: PolicyEditorProps) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<PolicyDraft>(() => startingFrom(basedOn));
  const scope = scopeOf(draft, slug);
  const publish = useMutation({
    mutationFn: () =>
      post<PolicyView>('/policies', { scope, rules: rulesFrom(draft), note: draft.note, activate: draft.activate }),
    onSuccess: ({ id, isActive }) => {
      void client.invalidateQueries({ queryKey: ['policies'] });
      notice.done(isActive ? `${id} holds now` : `Published ${id}`);
      onClose();
    },
  });
  const isComplete = draft.note.trim() !== '' && (draft.scope !== 'AGENT' || draft.agentId !== '');
  return (
    <Dialog
      title="New version of a policy"
      description="What you leave empty stays as a wider scope says it. Published versions are never changed."
      isWide
      onClose={onClose}
    >
      <form className="contents" onSubmit={(event) => (event.preventDefault(), publish.mutate())}>
        <DialogBody>
          <ScopeFields draft={draft} agents={agents} onChange={setDraft} />
          <Field label="What it is for" error={fieldError(publish.error, 'note')}>
            {(control) => (
              <TextBox
                {...control}
                maxLength={500}
                placeholder="Let agents run make"
                value={draft.note}
                onChange={({ target }) => setDraft({ ...draft, note: target.value })}
              />
            )}
          </Field>
          <RuleFields draft={draft} error={publish.error} onChange={setDraft} />
          <DryRunNumbers scope={scope} rules={rulesFrom(draft)} />
          <label className="flex items-center gap-2 text-[13px] max-md:min-h-11">
            <input
              type="checkbox"
              checked={draft.activate}
              onChange={({ target }) => setDraft({ ...draft, activate: target.checked })}
            />
            Let it hold at once
          </label>
          <FormError error={publish.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={!isComplete} isBusy={publish.isPending}>
            Publish
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

function startingFrom(policy: PolicyView | undefined): PolicyDraft {
  if (!policy) return EMPTY_POLICY;
  const { scope } = policy;
  return {
    ...EMPTY_POLICY,
    ...draftOf(policy.rules),
    scope: scope.kind,
    ...(scope.kind === 'TASK_TYPE' && { taskType: scope.taskType }),
    ...(scope.kind === 'AGENT' && { agentId: scope.agentId }),
  };
}

function scopeOf({ scope, taskType, agentId }: PolicyDraft, project: string): Scope {
  switch (scope) {
    case 'GLOBAL':
      return { kind: scope };
    case 'PROJECT':
      return { kind: scope, project };
    case 'TASK_TYPE':
      return { kind: scope, project, taskType };
    case 'AGENT':
      return { kind: scope, project, agentId };
  }
}
