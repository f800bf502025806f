import { z } from 'zod';
import { GITHUB_COMMENTS, ON_ISSUE_CLOSED, ON_MERGE } from '../../domain/github/settings.ts';
import { TASK_TYPES } from '../../domain/task/vocabulary.ts';
import { actorRefSchema, freeText, requiredText, TEXT_LIMITS, timestamp, title } from './common.ts';
import { prioritySchema } from './task.ts';

const labelName = requiredText(50);
const MAPPINGS = 30;

const settingsFields = {
  types: z.array(z.strictObject({ label: labelName, type: z.enum(TASK_TYPES) })).max(MAPPINGS),
  defaultType: z.enum(TASK_TYPES),
  priorities: z.array(z.strictObject({ label: labelName, priority: prioritySchema })).max(MAPPINGS),
  defaultPriority: prioritySchema,
  importClosed: z.boolean(),
  comments: z.enum(GITHUB_COMMENTS),
  statusComment: z.boolean(),
  statusLabel: z.boolean(),
  onIssueClosed: z.enum(ON_ISSUE_CLOSED),
  onMerge: z.enum(ON_MERGE),
  /** 0 turns it off; at least 5 otherwise, at most a day. */
  syncEveryMinutes: z
    .number()
    .int()
    .min(0)
    .max(24 * 60)
    .refine((minutes) => minutes === 0 || minutes >= 5, 'is 0 or at least 5'),
};

const githubSettingsSchema = z.object(settingsFields).meta({ id: 'GithubSettings' });
export type GithubSettingsView = z.infer<typeof githubSettingsSchema>;

export const editGithubSchema = z.strictObject(settingsFields).partial();
export type EditGithub = z.output<typeof editGithubSchema>;

const positive = z.number().int().positive();

/** How we are let in. It is stored sealed and never given back. */
const githubAccessSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('TOKEN'), token: z.string().trim().min(10).max(500) }),
  z.strictObject({
    kind: z.literal('APP'),
    appId: positive,
    installationId: positive,
    /** PEM, as GitHub gives it for download. */
    privateKey: z
      .string()
      .trim()
      .max(10_000)
      .regex(
        /^-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+-----END [A-Z ]*PRIVATE KEY-----$/,
        'is not a private key (PEM)',
      ),
  }),
]);
export type GithubAccessInput = z.output<typeof githubAccessSchema>;

const repositoryName = z
  .string()
  .trim()
  .regex(/^[A-Za-z\d][A-Za-z\d-]{0,38}\/[\w.-]{1,100}$/, 'is not a repository like acme/shop');

export const connectGithubSchema = z.strictObject({
  /** "acme/shop" */
  repository: repositoryName,
  access: githubAccessSchema,
  settings: editGithubSchema.optional(),
  /** That of a GitHub App; without it one is made. */
  webhookSecret: z.string().min(16).max(200).optional(),
});
export type ConnectGithub = z.output<typeof connectGithubSchema>;

/** Another token or key for the same repository. */
export const githubAccessChangeSchema = z.strictObject({ access: githubAccessSchema });

const githubSyncSchema = z
  .object({
    state: z.enum(['RUNNING', 'DONE', 'CANCELED', 'FAILED']),
    step: z.enum(['ISSUES', 'COMMENTS', 'PULL_REQUESTS']),
    startedAt: timestamp,
    endedAt: timestamp.optional(),
    seen: z.number().int(),
    created: z.number().int(),
    changed: z.number().int(),
    comments: z.number().int(),
    requests: z.number().int(),
    expected: z.number().int().optional(),
    error: z.string().optional(),
  })
  .meta({ id: 'GithubSync' });

/** A repository that a project is connected to. */
export const githubRepositorySchema = z
  .object({
    id: z.string(),
    /** "acme/shop" */
    repository: z.string(),
    url: z.string(),
    access: z.object({
      kind: z.enum(['TOKEN', 'APP']),
      /** Who we are there. */
      login: z.string(),
      scopes: z.array(z.string()).optional(),
    }),
    settings: githubSettingsSchema,
    /** Issues that are tasks. */
    issues: z.number().int(),
    sync: githubSyncSchema.optional(),
    lastDeliveryAt: timestamp.optional(),
    trouble: z.object({ because: z.string(), since: timestamp }).optional(),
    connectedBy: actorRefSchema,
    connectedAt: timestamp,
  })
  .meta({ id: 'GithubRepository' });
export type GithubRepositoryView = z.infer<typeof githubRepositorySchema>;

export const githubRepositoriesSchema = z.object({
  items: z.array(githubRepositorySchema),
  /** Where GitHub reaches us. */
  webhookUrl: z.string(),
});
export type GithubRepositoriesView = z.infer<typeof githubRepositoriesSchema>;

/** What is entered on GitHub; the secret is shown this once. */
const githubWebhookSchema = z.object({ url: z.string(), secret: z.string(), events: z.array(z.string()) });

export const githubConnectedSchema = z.object({ repository: githubRepositorySchema, webhook: githubWebhookSchema });
export type GithubConnectedView = z.infer<typeof githubConnectedSchema>;

export const githubTestSchema = z
  .object({
    isOk: z.boolean(),
    steps: z.array(z.object({ name: z.string(), isOk: z.boolean(), detail: z.string() })),
  })
  .meta({ id: 'GithubTest' });
export type GithubTestView = z.infer<typeof githubTestSchema>;

export const startGithubSyncSchema = z.strictObject({
  /** Looks at every issue again, not only at those that have changed. */
  full: z.boolean().default(false),
});

export const openedPullRequestSchema = z.object({ number: z.number().int(), url: z.string() });

const githubPullRequestSchema = z
  .object({
    repository: z.string(),
    number: z.number().int(),
    url: z.string(),
    title: z.string(),
    state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
    isDraft: z.boolean(),
    branch: z.string(),
    base: z.string(),
    author: z.string(),
    checks: z.object({
      state: z.enum(['NONE', 'PENDING', 'FAILED', 'PASSED']),
      passed: z.number().int(),
      failed: z.number().int(),
      pending: z.number().int(),
    }),
    reviews: z.object({ approved: z.number().int(), changesRequested: z.number().int() }),
    updatedAt: z.string(),
  })
  .meta({ id: 'GithubPullRequest' });
export type GithubPullRequestView = z.infer<typeof githubPullRequestSchema>;

/** What a task has on GitHub, and where a pull request can be opened from it. */
export const taskGithubSchema = z
  .object({
    issue: z
      .object({
        repository: z.string(),
        number: z.number().int(),
        url: z.string(),
        isClosed: z.boolean(),
        isGone: z.boolean(),
      })
      .optional(),
    pullRequests: z.array(githubPullRequestSchema),
    /** Repositories of the project, with the branch that a pull request would be opened from. */
    repositories: z.array(z.object({ id: z.string(), repository: z.string() })),
    branch: z.string(),
  })
  .meta({ id: 'TaskGithub' });
export type TaskGithubView = z.infer<typeof taskGithubSchema>;

const branch = z.string().regex(/^(?!.*(\.\.|@\{|\/\/))[\w][\w./-]{0,199}$/, 'is not a branch name');

export const openPullRequestSchema = z.strictObject({
  /** Id of the connected repository; the one of the issue, or the only one, where it is left out. */
  repositoryId: z.string().max(100).optional(),
  /** The branch of the deliverable where it is left out. */
  branch: branch.optional(),
  /** The default branch of the repository where it is left out. */
  base: branch.optional(),
  title: title.optional(),
  /** Said before the plan. */
  body: freeText(TEXT_LIMITS.body).optional(),
  isDraft: z.boolean().default(false),
});
export type OpenPullRequest = z.output<typeof openPullRequestSchema>;
