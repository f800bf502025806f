import { useState } from 'react';
import { GITHUB_COMMENTS, ON_ISSUE_CLOSED, ON_MERGE } from '../../../domain/github/settings.ts';
import { PRIORITY_LABELS, TYPE_LABELS } from '../../../domain/task/labels.ts';
import { PRIORITIES, TASK_TYPES } from '../../../domain/task/vocabulary.ts';
import type { GithubSettingsView } from '../../../operations/schemas/github.ts';
import { patch } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Field, Select } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { useChange } from '../people/use-change.ts';
import { COMMENT_LABELS, ON_CLOSED_LABELS, ON_MERGE_LABELS } from './github-words.ts';
import { LabelRules } from './label-rules.tsx';

const INTERVALS: readonly (readonly [number, string])[] = [
  [0, 'Never by itself'],
  [5, 'Every 5 minutes'],
  [15, 'Every 15 minutes'],
  [60, 'Every hour'],
  [1440, 'Every day'],
];

const SWITCHES = [
  ['statusComment', 'Say how the task is in one comment on the issue and its pull requests'],
  ['statusLabel', 'Say how the task is by a label on the issue'],
  ['importClosed', 'Make tasks of issues that were closed before, too'],
] as const;

interface SyncSettingsProps {
  readonly path: string;
  readonly settings: GithubSettingsView;
}

/** What a project wants of a repository. */
export function SyncSettings({ path, settings }: SyncSettingsProps) {
  const [wanted, setWanted] = useState(settings);
  const save = useChange(
    ['project-github'],
    () => patch(path, { ...wanted, types: named(wanted.types), priorities: named(wanted.priorities) }),
    () => notice.done('The settings are saved'),
  );
  const set = (change: Partial<GithubSettingsView>) => setWanted({ ...wanted, ...change });
  const intervals = INTERVALS.some(([minutes]) => minutes === wanted.syncEveryMinutes)
    ? INTERVALS
    : [...INTERVALS, [wanted.syncEveryMinutes, `Every ${wanted.syncEveryMinutes} minutes`] as const];
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => (event.preventDefault(), save.mutate(undefined))}>
      <div className="grid gap-4 lg:grid-cols-2">
        <LabelRules
          of="Type"
          values={TASK_TYPES}
          labels={TYPE_LABELS}
          rules={wanted.types.map(({ label, type: value }) => ({ label, value }))}
          otherwise={wanted.defaultType}
          onChange={(rules, defaultType) =>
            set({ types: rules.map(({ label, value: type }) => ({ label, type })), defaultType })
          }
        />
        <LabelRules
          of="Priority"
          values={PRIORITIES}
          labels={PRIORITY_LABELS}
          rules={wanted.priorities.map(({ label, priority: value }) => ({ label, value }))}
          otherwise={wanted.defaultPriority}
          onChange={(rules, defaultPriority) =>
            set({ priorities: rules.map(({ label, value: priority }) => ({ label, priority })), defaultPriority })
          }
        />
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Sync">
          {(control) => (
            <Select
              {...control}
              value={wanted.syncEveryMinutes}
              onChange={({ target }) => set({ syncEveryMinutes: Number(target.value) })}
            >
              {intervals.map(([minutes, label]) => (
                <option key={minutes} value={minutes}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Comments">
          {(control) => (
            <Choice
              {...control}
              values={GITHUB_COMMENTS}
              labels={COMMENT_LABELS}
              value={wanted.comments}
              onChoose={(comments) => comments && set({ comments })}
            />
          )}
        </Field>
        <Field label="When a pull request is merged">
          {(control) => (
            <Choice
              {...control}
              values={ON_MERGE}
              labels={ON_MERGE_LABELS}
              value={wanted.onMerge}
              onChoose={(onMerge) => onMerge && set({ onMerge })}
            />
          )}
        </Field>
        <Field label="When an issue is closed">
          {(control) => (
            <Choice
              {...control}
              values={ON_ISSUE_CLOSED}
              labels={ON_CLOSED_LABELS}
              value={wanted.onIssueClosed}
              onChoose={(onIssueClosed) => onIssueClosed && set({ onIssueClosed })}
            />
          )}
        </Field>
      </div>
      {(wanted.onMerge === 'DONE' || wanted.onIssueClosed !== 'NOTHING') && (
        <p className="text-[13px] text-ink-soft">
          Only people end tasks: this is done in the name of whoever saves it, with what they may do at that time.
        </p>
      )}
      <div className="flex flex-col">
        {SWITCHES.map(([name, label]) => (
          <label key={name} className="flex min-h-7 items-center gap-2 max-md:min-h-11">
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-accent"
              checked={wanted[name]}
              onChange={({ target }) => set({ [name]: target.checked })}
            />
            {label}
          </label>
        ))}
      </div>
      <FormError error={save.error} />
      <div>
        <Button type="submit" disabled={JSON.stringify(wanted) === JSON.stringify(settings)} isBusy={save.isPending}>
          Save settings
        </Button>
      </div>
    </form>
  );
}

/** A rule without a label says nothing. */
const named = <Rule extends { readonly label: string }>(rules: readonly Rule[]): Rule[] =>
  rules.filter(({ label }) => label.trim() !== '');
