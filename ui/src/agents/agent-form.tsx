import { useState } from 'react';
import { AGENT_ROLES } from '../../../domain/actor.ts';
import { EXECUTOR_TYPES } from '../../../domain/task/vocabulary.ts';
import type { AgentDetailView, AgentView } from '../../../operations/schemas/agent.ts';
import { patch, post } from '../api/request.ts';
import { EXECUTOR_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextArea, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { bodyOf, draftOf, editOf, type AgentDraft } from './agent-draft.ts';
import { ROLE_LABELS } from './agent-words.ts';
import { LimitFields } from './limit-fields.tsx';
import { TypeBoxes } from './type-boxes.tsx';
import { useAgentChange } from './use-agent-change.ts';

const FIELDS = ['name', 'emoji', 'role', 'executor', 'allowedTools', 'concurrencyLimit', 'heartbeatTimeoutSeconds'];

interface AgentFormProps {
  readonly slug: string;
  /** Absent: a new one. */
  readonly agent?: AgentDetailView;
  readonly onClose: () => void;
}

/** Registers an agent, or changes what people have decided about it. Its status has buttons of its own. */
export default function AgentForm({ slug, agent, onClose }: AgentFormProps) {
  const [draft, setDraft] = useState(() => draftOf(agent));
  const change = (part: Partial<AgentDraft>) => setDraft({ ...draft, ...part });
  const save = useAgentChange(
    () =>
      agent
        ? patch<AgentView>(`/agents/${encodeURIComponent(agent.id)}`, editOf(draft))
        : post<AgentView>('/agents', { project: slug, ...bodyOf(draft) }),
    ({ name }) => {
      notice.done(agent ? `${name} is changed` : `${name} is registered`);
      onClose();
    },
  );
  const problem = (...paths: string[]) => fieldError(save.error, ...paths);

  return (
    <Dialog title={agent ? `Edit ${agent.name}` : 'Register an agent'} onClose={onClose} isWide>
      <form className="contents" onSubmit={(event) => (event.preventDefault(), save.mutate(undefined))}>
        <DialogBody>
          <div className="grid grid-cols-[1fr_5rem] gap-3">
            <Field label="Name" error={problem('name')}>
              {(control) => (
                <TextBox
                  {...control}
                  autoFocus
                  maxLength={200}
                  value={draft.name}
                  onChange={({ target }) => change({ name: target.value })}
                />
              )}
            </Field>
            <Field label="Emoji" error={problem('emoji')}>
              {(control) => (
                <TextBox
                  {...control}
                  maxLength={16}
                  placeholder="🤖"
                  value={draft.emoji}
                  onChange={({ target }) => change({ emoji: target.value })}
                />
              )}
            </Field>
          </div>
          <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
            <Field label="Role" hint="What it may do by itself, and its limits" error={problem('role')}>
              {(control) => (
                <Choice
                  {...control}
                  values={AGENT_ROLES}
                  labels={ROLE_LABELS}
                  value={draft.role}
                  onChoose={(role) => role && change({ role })}
                />
              )}
            </Field>
            <Field label="Executor" hint="Where its work runs" error={problem('executor')}>
              {(control) => (
                <Choice
                  {...control}
                  values={EXECUTOR_TYPES}
                  labels={EXECUTOR_LABELS}
                  value={draft.executor}
                  none="Any"
                  onChoose={(executor) => change({ executor })}
                />
              )}
            </Field>
            <Field label="Tasks at once" error={problem('concurrencyLimit')}>
              {(control) => (
                <TextBox
                  {...control}
                  inputMode="numeric"
                  value={draft.concurrencyLimit}
                  onChange={({ target }) => change({ concurrencyLimit: target.value })}
                />
              )}
            </Field>
            <Field label="Offline after silence of (seconds)" error={problem('heartbeatTimeoutSeconds')}>
              {(control) => (
                <TextBox
                  {...control}
                  inputMode="numeric"
                  value={draft.heartbeatTimeoutSeconds}
                  onChange={({ target }) => change({ heartbeatTimeoutSeconds: target.value })}
                />
              )}
            </Field>
          </div>
          <TypeBoxes chosen={draft.allowedTypes} onChange={(allowedTypes) => change({ allowedTypes })} />
          <Field label="Tools" hint="One in a line; empty is all that its role may use" error={problem('allowedTools')}>
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                spellCheck={false}
                className="font-mono text-[13px]"
                value={draft.allowedTools}
                onChange={({ target }) => change({ allowedTools: target.value })}
              />
            )}
          </Field>
          <LimitFields draft={draft} problem={problem} onChange={(limits) => change({ limits })} />
          <FormError error={save.error} fields={[...FIELDS, 'limits']} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={draft.name.trim() === ''} isBusy={save.isPending}>
            {agent ? 'Save' : 'Register agent'}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
