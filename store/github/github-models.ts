import type { Connection } from 'mongoose';
import { collection } from '../collection.ts';
import type {
  GithubCommentDocument,
  GithubConnectionDocument,
  GithubFollowedDocument,
  GithubIssueDocument,
  GithubOwedDocument,
  GithubPostDocument,
  GithubPullRequestDocument,
} from '../documents/github.ts';

/** The collections about GitHub, with their indexes. */
export const createGithubModels = (connection: Connection) => ({
  githubConnections: collection<GithubConnectionDocument>(
    connection,
    'githubConnections',
    [{ projectId: 1, repositoryId: 1 }, { unique: true }],
    [{ repositoryId: 1 }],
  ),
  githubIssues: collection<GithubIssueDocument>(connection, 'githubIssues', [{ taskId: 1 }]),
  githubComments: collection<GithubCommentDocument>(connection, 'githubComments', [{ repositoryId: 1, number: 1 }]),
  githubPullRequests: collection<GithubPullRequestDocument>(
    connection,
    'githubPullRequests',
    [{ taskId: 1 }],
    [{ projectId: 1, repositoryId: 1, headSha: 1 }],
    [{ projectId: 1, repositoryId: 1, state: 1 }],
  ),
  githubPosts: collection<GithubPostDocument>(connection, 'githubPosts'),
  githubOwed: collection<GithubOwedDocument>(connection, 'githubOwed'),
  githubFollowed: collection<GithubFollowedDocument>(connection, 'githubFollowed'),
});
