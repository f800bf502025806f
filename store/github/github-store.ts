import type { Models } from '../models.ts';
import { GithubCommentStore } from './comments.ts';
import { GithubConnectionStore } from './connections.ts';
import { GithubIssueStore } from './issues.ts';
import { GithubPostStore } from './posts.ts';
import { GithubPullRequestStore } from './pull-requests.ts';

/** What is kept about GitHub. */
export class GithubStore {
  readonly connections: GithubConnectionStore;
  readonly issues: GithubIssueStore;
  readonly comments: GithubCommentStore;
  readonly pullRequests: GithubPullRequestStore;
  readonly posts: GithubPostStore;

  constructor(models: Models) {
    this.connections = new GithubConnectionStore(models);
    this.issues = new GithubIssueStore(models);
    this.comments = new GithubCommentStore(models);
    this.pullRequests = new GithubPullRequestStore(models);
    this.posts = new GithubPostStore(models);
  }
}

/** "shop:123#45": an issue or pull request in a project. */
export const githubPartId = (projectId: string, repositoryId: number, number: number): string =>
  `${projectId}:${repositoryId}#${number}`;
