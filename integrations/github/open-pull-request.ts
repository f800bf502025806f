import { issueRef } from '../../domain/github/issue.ts';
import { pullRequestBody } from '../../domain/github/words.ts';
import { redact } from '../../domain/policy/secrets/secrets.ts';
import type { PullRequestDraft } from '../../operations/github-tasks.ts';
import { OperationError } from '../../operations/errors.ts';
import { openClient, type GithubClient } from './client.ts';
import { hasStatus, isHttpFailure, pauseOf, refusalOf, wordsOf } from './failure.ts';

interface OpenedPullRequest {
  readonly number: number;
  readonly url: string;
}

/** The pull request of a branch; one that is open already is that one. @throws OperationError */
export async function openPullRequest(apiRoot: string, draft: PullRequestDraft): Promise<OpenedPullRequest> {
  const client = openClient(apiRoot, draft.opened.access);
  try {
    return await open(client, draft);
  } catch (error) {
    throw explained(error);
  }
}

async function open({ rest }: GithubClient, draft: PullRequestDraft): Promise<OpenedPullRequest> {
  const { connection } = draft.opened;
  const { task, issueNumber, branch: head, base, url, said } = draft;
  const where = { owner: connection.owner, repo: connection.name };
  const issue = issueNumber === undefined ? undefined : issueRef(connection, issueNumber);
  try {
    const { data } = await rest.pulls.create({
      ...where,
      title: redact(draft.title),
      body: redact(pullRequestBody(task, { said, issue, url })),
      head,
      base,
      draft: draft.isDraft,
    });
    return { number: data.number, url: data.html_url };
  } catch (error) {
    if (!hasStatus(error, 422)) throw error;
    const { data } = await rest.pulls.list({
      ...where,
      head: `${connection.owner}:${head}`,
      state: 'open',
      per_page: 1,
    });
    const [existing] = data;
    if (!existing) throw error;
    return { number: existing.number, url: existing.html_url };
  }
}

function explained(error: unknown): unknown {
  if (!isHttpFailure(error)) return error;
  const pause = pauseOf(error, Date.now());
  if (pause !== undefined) {
    const retryAfterSeconds = Math.ceil(pause / 1000);
    return new OperationError('UNAVAILABLE', 'GitHub was asked too much: wait a little', { retryAfterSeconds });
  }
  if (error.status === 422) return new OperationError('CONFLICT', `GitHub refuses the pull request: ${wordsOf(error)}`);
  const refusal = refusalOf(error);
  return refusal === undefined
    ? new OperationError('UNAVAILABLE', 'GitHub is away at the moment: ask again shortly', { cause: error })
    : new OperationError('CONFLICT', refusal);
}
