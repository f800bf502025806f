import { Field, TextArea, TextBox } from '../controls/field.tsx';
import { metadataProblem, type NewTask } from './new-task.ts';

interface AdvancedFieldsProps {
  readonly draft: NewTask;
  readonly error: (...paths: string[]) => string | undefined;
  readonly onChange: (change: Partial<NewTask>) => void;
}

/** Where an executor works, and data for integrations. */
export const AdvancedFields = ({ draft, error, onChange }: AdvancedFieldsProps) => (
  <details className="group rounded-md border border-line px-3 py-2 open:pb-3">
    <summary className="cursor-pointer text-[13px] font-medium text-ink-soft">Repository and metadata</summary>
    <div className="mt-2.5 flex flex-col gap-3">
      <div className="grid gap-3 md:grid-cols-[2fr_1fr]">
        <Field
          label="Repository"
          hint="https, ssh or git@ address, or an absolute path"
          error={error('workspace.repositoryUrl')}
        >
          {(control) => (
            <TextBox
              {...control}
              value={draft.repositoryUrl}
              onChange={({ target }) => onChange({ repositoryUrl: target.value })}
            />
          )}
        </Field>
        <Field label="Base branch" error={error('workspace.baseBranch')}>
          {(control) => (
            <TextBox
              {...control}
              placeholder="main"
              value={draft.baseBranch}
              onChange={({ target }) => onChange({ baseBranch: target.value })}
            />
          )}
        </Field>
      </div>
      <Field label="Metadata" hint="A JSON object" error={metadataProblem(draft.metadata) ?? error('metadata')}>
        {(control) => (
          <TextArea
            {...control}

            className="font-mono text-[13px]"
            spellCheck={false}
            value={draft.metadata}
            onChange={({ target }) => onChange({ metadata: target.value })}
          />
        )}
      </Field>
    </div>
  </details>
);
