import { useQuery } from '@tanstack/react-query';
import { CircleDot, GitPullRequest } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import type { GithubPullRequestView, TaskGithubView } from '../../../operations/schemas/github.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { post } from '../api/request.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { Field, Select, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { useChange } from '../people/use-change.ts';
import { useActor } from '../shell/actor.ts';
import { Section } from '../task/section.tsx';
import { checksBadge, PULL_STATES } from './github-words.ts';
import { taskGithubQuery } from './github-queries.ts';

/** The issue and the pull requests of a task; nothing where its project has no repository. */
export default function TaskGithub({ task }: { readonly task: TaskView }) {
  const { data } = useQuery(taskGithubQuery(task.key));
  const [isOpening, setIsOpening] = useState(false);
  const mayOpen = isOperator(useActor()) && data !== undefined && data.repositories.length > 0;
  if (!data || (!data.issue && data.pullRequests.length === 0 && !mayOpen)) return null;
  const { issue, pullRequests } = data;
  return (
    <Section
      title="GitHub"
      action={
        mayOpen && (
          <Button look="quiet" size="small" aria-expanded={isOpening} onClick={() => setIsOpening(!isOpening)}>
            Open a pull request
          </Button>
        )
      }
    >
      <ul className="flex flex-col gap-2 text-[13px]">
        {issue && (
          <li className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <CircleDot size={14} className="shrink-0 text-ink-faint" aria-hidden />
            <Outside url={issue.url}>
              {issue.repository}#{issue.number}
            </Outside>
            {issue.isGone && <Badge tone="warn">Gone</Badge>}
            {!issue.isGone && (
              <Badge tone={issue.isClosed ? 'violet' : 'good'}>{issue.isClosed ? 'Closed' : 'Open'}</Badge>
            )}
          </li>
        )}
        {pullRequests.map((pull) => (
          <PullRequest key={pull.url} pull={pull} />
        ))}
      </ul>
      {!issue && pullRequests.length === 0 && !isOpening && (
        <p className="text-[13px] text-ink-faint">No pull request yet.</p>
      )}
      {isOpening && <OpenForm task={task} github={data} onDone={() => setIsOpening(false)} />}
    </Section>
  );
}

const Outside = ({ url, children }: { readonly url: string; readonly children: ReactNode }) => (
  <a className="min-w-0 break-words text-accent-text hover:underline" href={url} target="_blank" rel="noreferrer">
    {children}
  </a>
);

function PullRequest({ pull }: { readonly pull: GithubPullRequestView }) {
  const { number, title, url, state, isDraft, checks, reviews } = pull;
  const { tone, label } = PULL_STATES[state];
  const checked = checksBadge(checks);
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <GitPullRequest size={14} className="shrink-0 text-ink-faint" aria-hidden />
      <Outside url={url}>
        #{number} {title}
      </Outside>
      <Badge tone={tone}>{isDraft && state === 'OPEN' ? 'Draft' : label}</Badge>
      {checked && <Badge tone={checked.tone}>{checked.label}</Badge>}
      {reviews.approved > 0 && <Badge tone="good">{reviews.approved} approved</Badge>}
      {reviews.changesRequested > 0 && <Badge tone="bad">{reviews.changesRequested} want changes</Badge>}
    </li>
  );
}

interface OpenFormProps {
  readonly task: TaskView;
  readonly github: TaskGithubView;
  readonly onDone: () => void;
}

function OpenForm({ task, github, onDone }: OpenFormProps) {
  const ofIssue = github.repositories.find(({ repository }) => repository === github.issue?.repository);
  const [repositoryId, setRepositoryId] = useState(ofIssue?.id ?? github.repositories[0]?.id ?? '');
  const [branch, setBranch] = useState(github.branch);
  const [isDraft, setIsDraft] = useState(false);
  const open = useChange(
    ['task-github'],
    () => post<{ number: number }>(`/tasks/${task.key}/github/pull-request`, { repositoryId, branch, isDraft }),
    ({ number }) => (notice.done(`Pull request #${number} is open`), onDone()),
  );
  return (
    <form
      aria-label="Open a pull request"
      className="mt-3 flex flex-col gap-3"
      onSubmit={(event) => (event.preventDefault(), open.mutate(undefined))}
    >
      {github.repositories.length > 1 && (
        <Field label="Repository" error={fieldError(open.error, 'repositoryId')}>
          {(control) => (
            <Select {...control} value={repositoryId} onChange={({ target }) => setRepositoryId(target.value)}>
              {github.repositories.map(({ id, repository }) => (
                <option key={id} value={id}>
                  {repository}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field label="Branch" hint="It has to be there already." error={fieldError(open.error, 'branch')}>
        {(control) => (
          <TextBox
            {...control}
            autoCapitalize="none"
            spellCheck={false}
            value={branch}
            onChange={({ target }) => setBranch(target.value.trim())}
          />
        )}
      </Field>
      <label className="flex min-h-7 items-center gap-2 text-[13px] max-md:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={isDraft}
          onChange={({ target }) => setIsDraft(target.checked)}
        />
        As a draft
      </label>
      <FormError error={open.error} fields={['repositoryId', 'branch']} />
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={branch === ''} isBusy={open.isPending}>
          Open it
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  );
}
