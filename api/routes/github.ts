import { z } from 'zod';
import type { Config } from '../../config/config.ts';
import { inspectRepository, testRepository } from '../../integrations/github/inspect.ts';
import { openPullRequest } from '../../integrations/github/open-pull-request.ts';
import type { Operations } from '../../operations/operations.ts';
import { projectSlug, taskKeySchema } from '../../operations/schemas/common.ts';
import {
  connectGithubSchema,
  editGithubSchema,
  githubAccessChangeSchema,
  githubConnectedSchema,
  githubRepositoriesSchema,
  githubRepositorySchema,
  githubTestSchema,
  openedPullRequestSchema,
  openPullRequestSchema,
  startGithubSyncSchema,
  taskGithubSchema,
} from '../../operations/schemas/github.ts';
import { created, defineRoute, ok, type Route } from '../route.ts';

const bySlug = z.object({ slug: projectSlug });
const byId = z.object({ slug: projectSlug, id: z.string().max(100) });
const byKey = z.object({ key: taskKeySchema });

const repository = (description: string) => ({ 200: { description, schema: githubRepositorySchema } });

export const githubRoutes = (operations: Operations, config: Config): Route[] => [
  ...connectionRoutes(operations, config),
  ...repositoryRoutes(operations, config),
  ...taskRoutes(operations, config),
];

const connectionRoutes = ({ github }: Operations, config: Config): Route[] => [
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/github',
    tag: 'GitHub',
    summary: 'List the repositories that a project is connected to',
    operation: 'github.read',
    params: bySlug,
    answers: { 200: { description: 'The repositories', schema: githubRepositoriesSchema } },
    handle: async ({ caller, params }) => ok(await github.list(caller, params.slug)),
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/github',
    tag: 'GitHub',
    summary: 'Connect a project to a repository',
    operation: 'github.edit',
    params: bySlug,
    body: connectGithubSchema,
    answers: { 201: { description: 'Connected, with the secret for the webhook', schema: githubConnectedSchema } },
    handle: async ({ caller, params, body }) => {
      await github.requireMayConnect(caller, params.slug);
      const found = await inspectRepository(config.github.apiRoot, body.repository, body.access);
      return created(await github.connect(caller, params.slug, body, found));
    },
  }),
];

const repositoryRoutes = ({ github }: Operations, config: Config): Route[] => [
  defineRoute({
    method: 'patch',
    path: '/projects/{slug}/github/{id}',
    tag: 'GitHub',
    summary: 'Change how a repository is synced',
    operation: 'github.edit',
    params: byId,
    body: editGithubSchema,
    answers: repository('Changed'),
    handle: async ({ caller, params, body }) => ok(await github.edit(caller, params.slug, params.id, body)),
  }),
  defineRoute({
    method: 'delete',
    path: '/projects/{slug}/github/{id}',
    tag: 'GitHub',
    summary: 'Disconnect a repository',
    operation: 'github.edit',
    params: byId,
    answers: { 204: { description: 'Disconnected: its tasks stay', schema: null } },
    handle: async ({ caller, params }) => {
      await github.disconnect(caller, params.slug, params.id);
      return { status: 204 };
    },
  }),
  defineRoute({
    method: 'put',
    path: '/projects/{slug}/github/{id}/access',
    tag: 'GitHub',
    summary: 'Give another token or key for a repository',
    operation: 'github.edit',
    params: byId,
    body: githubAccessChangeSchema,
    answers: repository('Changed'),
    handle: async ({ caller, params: { slug, id }, body: { access } }) => {
      const name = await github.nameToChange(caller, slug, id);
      const found = await inspectRepository(config.github.apiRoot, name, access);
      return ok(await github.changeAccess(caller, slug, id, access, found));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/github/{id}/webhook-secret',
    tag: 'GitHub',
    summary: 'Make a new secret for the webhook of a repository; the one before is worth nothing any more',
    operation: 'github.edit',
    params: byId,
    body: z.strictObject({}),
    answers: { 200: { description: 'The secret, this once', schema: githubConnectedSchema } },
    handle: async ({ caller, params }) => ok(await github.rotateSecret(caller, params.slug, params.id)),
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/github/{id}/test',
    tag: 'GitHub',
    summary: 'Test the connection to a repository',
    operation: 'github.edit',
    params: byId,
    body: z.strictObject({}),
    answers: { 200: { description: 'What works, and what to do where it does not', schema: githubTestSchema } },
    handle: async ({ caller, params }) => {
      const opened = await github.opened(caller, params.slug, params.id);
      return ok(await testRepository(config.github.apiRoot, opened));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/github/{id}/sync',
    tag: 'GitHub',
    summary: 'Sync a repository now; a sync that runs goes on',
    operation: 'github.sync',
    params: byId,
    body: startGithubSyncSchema,
    answers: { 202: { description: 'It has begun', schema: githubRepositorySchema } },
    handle: async ({ caller, params, body }) => ({
      status: 202,
      body: await github.startSync(caller, params.slug, params.id, body.full),
    }),
  }),
  defineRoute({
    method: 'delete',
    path: '/projects/{slug}/github/{id}/sync',
    tag: 'GitHub',
    summary: 'Stop the sync of a repository; the next one goes on from there',
    operation: 'github.sync',
    params: byId,
    answers: { 204: { description: 'It stops', schema: null } },
    handle: async ({ caller, params }) => {
      await github.cancelSync(caller, params.slug, params.id);
      return { status: 204 };
    },
  }),
];

const taskRoutes = ({ githubTasks }: Operations, config: Config): Route[] => [
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/github',
    tag: 'GitHub',
    summary: 'See what a task has on GitHub',
    operation: 'github.read',
    params: byKey,
    answers: { 200: { description: 'Its issue and its pull requests', schema: taskGithubSchema } },
    handle: async ({ caller, params }) => ok(await githubTasks.ofTask(caller, params.key)),
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/{key}/github/pull-request',
    tag: 'GitHub',
    summary: 'Open a pull request from the branch of a task',
    operation: 'github.openPullRequest',
    params: byKey,
    body: openPullRequestSchema,
    answers: { 201: { description: 'It is open, and followed', schema: openedPullRequestSchema } },
    handle: async ({ caller, params: { key }, body }) => {
      const draft = await githubTasks.draft(caller, key, body);
      const { number, url } = await openPullRequest(config.github.apiRoot, draft);
      await githubTasks.opened(caller, key, draft, number);
      return created({ number, url });
    },
  }),
];
