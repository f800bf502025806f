import { useState } from 'react';
import { splitDiff } from '../../../domain/review/split-diff.ts';
import { REVIEW_KINDS, REVIEW_SEVERITIES } from '../../../domain/task/vocabulary.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { useCommand } from '../api/use-command.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Field, TextArea } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { NEW_REVIEW, verdictFrom } from './review-draft.ts';
import { REVIEW_LABELS, SEVERITY_LABELS } from './review-words.ts';

const SCORES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
const SCORE_LABELS = Object.fromEntries(SCORES.map((score) => [score, String(score)])) as Record<
  (typeof SCORES)[number],
  string
>;

/** Says something about the work that is in review. */
export function ReviewForm({ task }: { readonly task: TaskView }) {
  const [draft, setDraft] = useState(NEW_REVIEW);
  const review = useCommand(task.key, 'review', () => setDraft(NEW_REVIEW));
  const verdict = verdictFrom(draft);
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const send = () => verdict && !review.isPending && review.mutate(verdict);
  const files = draft.kind === 'CHANGESET' ? splitDiff(draft.diff) : [];
  return (
    <form
      aria-label="Review"
      className="flex flex-col gap-3 border-b border-line p-4"
      onSubmit={(event) => (event.preventDefault(), send())}
    >
      <div className="flex flex-wrap gap-3">
        <Field label="Verdict" className="min-w-40 flex-1">
          {(control) => (
            <Choice
              {...control}
              values={REVIEW_KINDS}
              labels={REVIEW_LABELS}
              value={draft.kind}
              onChoose={(kind) => kind && change({ kind })}
            />
          )}
        </Field>
        {draft.kind === 'PRAISE' && (
          <Field label="Score, of 10" className="w-28">
            {(control) => (
              <Choice
                {...control}
                values={SCORES}
                labels={SCORE_LABELS}
                value={SCORES.find((score) => score === draft.score)}
                onChoose={(score) => score && change({ score })}
              />
            )}
          </Field>
        )}
        {draft.kind === 'REFUTE' && (
          <Field label="Severity" className="w-32">
            {(control) => (
              <Choice
                {...control}
                values={REVIEW_SEVERITIES}
                labels={SEVERITY_LABELS}
                value={draft.severity}
                onChoose={(severity) => severity && change({ severity })}
              />
            )}
          </Field>
        )}
      </div>
      {draft.kind === 'CHANGESET' && (
        <Field
          label="Diff"
          hint={
            files.length === 0
              ? 'Paste what git diff writes.'
              : `${files.length === 1 ? '1 file' : `${files.length} files`}: ${files.map(({ path }) => path).join(', ')}`
          }
        >
          {(control) => (
            <TextArea
              {...control}
              rows={6}
              spellCheck={false}
              className="font-mono text-xs"
              value={draft.diff}
              onChange={({ target }) => change({ diff: target.value })}
            />
          )}
        </Field>
      )}
      <Field label={draft.kind === 'REFUTE' ? 'What is wrong' : 'Comment'}>
        {(control) => (
          <TextArea
            {...control}
            maxLength={20_000}
            value={draft.comment}
            onChange={({ target }) => change({ comment: target.value })}
            onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && send()}
          />
        )}
      </Field>
      <FormError error={review.error} />
      <div className="flex justify-end max-md:[&>button]:flex-1">
        <Button look="primary" type="submit" disabled={!verdict} isBusy={review.isPending}>
          Give review
        </Button>
      </div>
    </form>
  );
}
