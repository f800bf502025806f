import { TASK_STATUSES } from '../../../domain/task/vocabulary.ts';
import { STATUS_LABELS } from '../board/words.ts';
import { Choice } from '../controls/choice.tsx';
import { Field, TextArea, TextBox } from '../controls/field.tsx';
import { TRIES, TRY_LABELS, type ActionDraft } from './action-draft.ts';

interface ActionFieldsProps {
  readonly draft: ActionDraft;
  readonly onChange: (draft: ActionDraft) => void;
}

/** What somebody would do, to ask what would come of it. */
export function ActionFields({ draft, onChange }: ActionFieldsProps) {
  const change = (part: Partial<ActionDraft>) => onChange({ ...draft, ...part });
  const { what } = draft;
  return (
    <>
      <Field label="What">
        {(control) => (
          <Choice
            {...control}
            values={TRIES}
            labels={TRY_LABELS}
            value={what}
            onChoose={(next) => next && change({ what: next })}
          />
        )}
      </Field>
      {what === 'SHELL' && (
        <Field label="Command">
          {(control) => (
            <TextBox
              {...control}
              spellCheck={false}
              className="font-mono"
              placeholder="git push origin main"
              value={draft.command}
              onChange={({ target }) => change({ command: target.value })}
            />
          )}
        </Field>
      )}
      {what === 'TOOL' && (
        <>
          <Field label="Tool">
            {(control) => (
              <TextBox
                {...control}
                spellCheck={false}
                placeholder="write_file"
                value={draft.tool}
                onChange={({ target }) => change({ tool: target.value })}
              />
            )}
          </Field>
          <Field label="Arguments, as JSON">
            {(control) => (
              <TextArea
                {...control}
                spellCheck={false}
                className="font-mono text-xs"
                value={draft.arguments}
                onChange={({ target }) => change({ arguments: target.value })}
              />
            )}
          </Field>
        </>
      )}
      {what === 'TRANSITION' && (
        <Field label="To">
          {(control) => (
            <Choice
              {...control}
              values={TASK_STATUSES}
              labels={STATUS_LABELS}
              value={draft.to}
              onChoose={(to) => to && change({ to })}
            />
          )}
        </Field>
      )}
      {isOutside(what) && (
        <Field label="Where to" hint="A branch, a repository, an address">
          {(control) => (
            <TextBox {...control} value={draft.target} onChange={({ target }) => change({ target: target.value })} />
          )}
        </Field>
      )}
      {what === 'GIT_PUSH' && (
        <label className="flex items-center gap-2 text-[13px] max-md:min-h-11">
          <input type="checkbox" checked={draft.force} onChange={({ target }) => change({ force: target.checked })} />
          With force
        </label>
      )}
    </>
  );
}

const isOutside = (what: ActionDraft['what']): boolean =>
  what === 'GIT_PUSH' || what === 'PULL_REQUEST' || what === 'PUBLISH' || what === 'WEBHOOK' || what === 'EMAIL';
