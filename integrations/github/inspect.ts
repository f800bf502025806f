import type { FoundRepository, OpenedConnection } from '../../operations/github.ts';
import { OperationError } from '../../operations/errors.ts';
import type { GithubAccessInput, GithubTestView } from '../../operations/schemas/github.ts';
import { openClient, type GithubClient } from './client.ts';
import { hasStatus, pauseOf, refusalOf, wordsOf } from './failure.ts';

/** What GitHub says of a repository with this access. @throws INVALID where it does not let us in, UNAVAILABLE */
export async function inspectRepository(
  apiRoot: string,
  repository: string,
  access: GithubAccessInput,
): Promise<FoundRepository> {
  const client = openClient(apiRoot, access);
  const secret = access.kind === 'TOKEN' ? 'access.token' : 'access.privateKey';
  const { login, scopes } = await asked(secret, () => whoAmI(client, access));
  const found = await asked('repository', () => findRepository(client, repository));
  return { ...found, login, ...(scopes && { scopes }) };
}

/** Each thing that a sync needs, tried out. */
export async function testRepository(
  apiRoot: string,
  { connection, access }: OpenedConnection,
): Promise<GithubTestView> {
  const client = openClient(apiRoot, access);
  const steps: GithubTestView['steps'] = [];
  const step = async (name: string, look: () => Promise<string>) => {
    try {
      steps.push({ name, isOk: true, detail: await look() });
    } catch (error) {
      const detail = refusalOf(error) ?? `GitHub did not answer: ${error instanceof Error ? wordsOf(error) : ''}`;
      steps.push({ name, isOk: false, detail });
    }
  };
  const { owner, name: repo } = connection;
  await step('Who we are', async () => {
    const { login, scopes } = await whoAmI(client, access);
    return scopes ? `${login}, who may use ${scopes.join(', ') || 'nothing but what is public'}` : login;
  });
  await step('The repository', async () => {
    const found = await findRepository(client, `${owner}/${repo}`);
    return `${found.owner}/${found.name}, default branch ${found.defaultBranch}`;
  });
  await step('Issues', async () => {
    await client.rest.issues.listForRepo({ owner, repo, per_page: 1 });
    return 'can be read';
  });
  await step('Rate limit', async () => {
    const { rate } = (await client.rest.rateLimit.get()).data;
    return `${rate.remaining} of ${rate.limit} calls are left in this hour`;
  });
  return { isOk: steps.every(({ isOk }) => isOk), steps };
}

async function whoAmI({ rest }: GithubClient, access: GithubAccessInput) {
  if (access.kind === 'APP') {
    const { data } = await rest.apps.getAuthenticated();
    return { login: `${data?.slug ?? 'app'}[bot]`, scopes: undefined };
  }
  const { data, headers } = await rest.users.getAuthenticated();
  // Fine-grained tokens have permissions instead, which nobody tells.
  const scopes = headers['x-oauth-scopes']
    ?.split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
  return { login: data.login, scopes };
}

/** Where it is now: GitHub leads on from names that a repository had before. */
export async function findRepository(
  { rest }: GithubClient,
  repository: string,
): Promise<Omit<FoundRepository, 'login' | 'scopes'> & { readonly openIssues: number }> {
  const [owner = '', repo = ''] = repository.split('/');
  const { data } = await rest.repos.get({ owner, repo });
  return {
    repositoryId: data.id,
    owner: data.owner.login,
    name: data.name,
    url: data.html_url,
    defaultBranch: data.default_branch,
    openIssues: data.open_issues_count,
  };
}

async function asked<Answer>(path: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    const pause = pauseOf(error, Date.now());
    if (pause !== undefined) {
      const retryAfterSeconds = Math.ceil(pause / 1000);
      throw new OperationError('UNAVAILABLE', 'GitHub was asked too much: wait a little', { retryAfterSeconds });
    }
    const message = hasStatus(error, 401) ? 'GitHub does not know this token or key' : refusalOf(error);
    if (message !== undefined) throw new OperationError('INVALID', message, { errors: [{ path, message }] });
    throw new OperationError('UNAVAILABLE', 'GitHub is away at the moment: ask again shortly', { cause: error });
  }
}
