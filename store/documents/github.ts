import type { ActorRef } from '../../domain/actor.ts';
import type { GithubSyncProgress } from '../../domain/github/change.ts';
import type { IssueFields } from '../../domain/github/issue.ts';
import type { GithubChecks, GithubPullRequest, GithubReviews } from '../../domain/github/pull-request.ts';
import type { GithubSettings } from '../../domain/github/settings.ts';
import type { TaskStatus } from '../../domain/task/vocabulary.ts';

/** Who we are on GitHub. What is sealed can be read with MISSION_CONTROL_SECRET alone. */
export type GithubAccess =
  | { kind: 'TOKEN'; sealedToken: string; login: string; scopes?: string[] }
  | { kind: 'APP'; appId: number; installationId: number; sealedKey: string; login: string };

/** A repository whose issues are tasks of a project. */
export interface GithubConnectionDocument {
  _id: string;
  projectId: string;
  /** GitHub's number: it stays when the repository is renamed or moved. */
  repositoryId: number;
  owner: string;
  name: string;
  url: string;
  defaultBranch: string;
  access: GithubAccess;
  sealedHookSecret: string;
  settings: GithubSettings;
  /** Whom the project relies on where a merge or a closed issue ends a task: who has chosen that. */
  settingsBy: ActorRef;
  /** Everything that changed before has been taken. */
  issuesSince?: string;
  /** When all issues that are wanted had been looked at once. */
  firstSyncedAt?: string;
  commentsSince: string;
  /** Of the answer for exactly `issuesSince`. */
  issuesEtag?: string;
  sync?: GithubSyncProgress;
  lastDeliveryAt?: string;
  /** Why GitHub does not let us in. */
  trouble?: { because: string; since: string };
  connectedBy: ActorRef;
  connectedAt: string;
}

/** An issue and the task that it is here. */
export interface GithubIssueDocument {
  /** `<project>:<repository>#<number>` */
  _id: string;
  projectId: string;
  repositoryId: number;
  number: number;
  url: string;
  taskId: string;
  taskKey: string;
  /** What the issue said when it was taken last. */
  fields: IssueFields;
  isClosed: boolean;
  updatedAt: string;
  /** It is not there any more. */
  goneAt?: string;
}

/** What was said on one side and is said on the other. */
export interface GithubCommentDocument {
  /** `<repository>:<marker>` of what we say there. */
  _id: string;
  repositoryId: number;
  number: number;
  /** GitHub's number; absent while it is being written, or when nobody knows whether it was. */
  commentId?: number;
  /** SHA-256 of the text as it is there. */
  textHash: string;
  at: string;
}

/** A pull request and the task that it is about. */
export interface GithubPullRequestDocument extends GithubPullRequest {
  /** `<project>:<repository>#<number>` */
  _id: string;
  projectId: string;
  repositoryId: number;
  taskId: string;
  taskKey: string;
  checks: GithubChecks;
  reviews: GithubReviews;
  lookedAt: string;
}

/** How far a task has been told of on GitHub. */
export interface GithubPostDocument {
  /** Id of the task. */
  _id: string;
  /** The last message that was looked at. */
  messageSeq: number;
  /** The status that the label on the issue says. */
  labelled?: TaskStatus;
}

/** A task that is being linked to something on GitHub, which is to be told how it is. */
export interface GithubOwedDocument {
  /** Id of the task. */
  _id: string;
  taskKey: string;
  at: Date;
}

/** How far the log of all tasks has been looked through for what GitHub is to be told. */
export interface GithubFollowedDocument {
  _id: 'follower';
  until: Date;
}
