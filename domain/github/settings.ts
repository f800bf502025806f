import type { Priority, TaskType } from '../task/vocabulary.ts';

/** What goes between the comments of an issue and those of its task. */
export const GITHUB_COMMENTS = ['NONE', 'FROM_GITHUB', 'BOTH'] as const;
export type GithubComments = (typeof GITHUB_COMMENTS)[number];

/** Where a task goes when its issue is closed. */
export const ON_ISSUE_CLOSED = ['NOTHING', 'DONE', 'CANCELED'] as const;
export type OnIssueClosed = (typeof ON_ISSUE_CLOSED)[number];

/** Where a task goes when its pull request is merged. */
export const ON_MERGE = ['NOTHING', 'REVIEW', 'DONE'] as const;
export type OnMerge = (typeof ON_MERGE)[number];

/** What a project wants of a repository. Names of labels are compared without regard to case. */
export interface GithubSettings {
  /** The first rule whose label the issue has decides. */
  readonly types: readonly { readonly label: string; readonly type: TaskType }[];
  readonly defaultType: TaskType;
  readonly priorities: readonly { readonly label: string; readonly priority: Priority }[];
  readonly defaultPriority: Priority;
  /** Issues that were closed before they were seen become tasks too. */
  readonly importClosed: boolean;
  readonly comments: GithubComments;
  /** One comment on the issue says how the task is; it is edited, not repeated. */
  readonly statusComment: boolean;
  /** A label on the issue says how the task is. */
  readonly statusLabel: boolean;
  readonly onIssueClosed: OnIssueClosed;
  readonly onMerge: OnMerge;
  /** 0 leaves it to webhooks and to people. */
  readonly syncEveryMinutes: number;
}

export const DEFAULT_GITHUB_SETTINGS: GithubSettings = {
  types: [
    { label: 'documentation', type: 'DOCS' },
    { label: 'bug', type: 'CODE_CHANGE' },
  ],
  defaultType: 'ENGINEERING',
  priorities: [{ label: 'urgent', priority: 1 }],
  defaultPriority: 3,
  importClosed: false,
  comments: 'FROM_GITHUB',
  statusComment: false,
  statusLabel: false,
  onIssueClosed: 'NOTHING',
  onMerge: 'NOTHING',
  syncEveryMinutes: 15,
};

/** Whether GitHub is told anything at all of what happens here. */
export const isTold = ({ comments, statusComment, statusLabel }: GithubSettings): boolean =>
  comments === 'BOTH' || statusComment || statusLabel;

/** What the labels of an issue make of its task. */
export function classify(
  labels: readonly string[],
  { types, defaultType, priorities, defaultPriority }: GithubSettings,
): { readonly type: TaskType; readonly priority: Priority } {
  const names = new Set(labels.map((name) => name.toLowerCase()));
  const has = ({ label }: { readonly label: string }) => names.has(label.toLowerCase());
  return {
    type: types.find(has)?.type ?? defaultType,
    priority: priorities.find(has)?.priority ?? defaultPriority,
  };
}
