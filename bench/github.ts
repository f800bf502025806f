import { Octokit } from '@octokit/rest';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GithubConnectedView, GithubRepositoriesView } from '../operations/schemas/github.ts';
import { FakeGithub } from '../tests/fakes/github/fake-github.ts';
import { connectDriver } from './database.ts';
import { absolute, note, ratio, type Figure } from './figure.ts';
import { connectHttp, type HttpClient } from './http-client.ts';
import { withStack } from './temporary-stack.ts';
import { timed } from './timing.ts';

const ISSUES = Number(process.env['BENCH_GITHUB_ISSUES'] ?? 5_000);
/** With anything in it, the worker is killed when half of the issues are tasks. */
const IS_KILLED = Boolean(process.env['BENCH_GITHUB_KILL']);
const LOOK_EVERY_MS = 500;

/**
 * The first sync of a large repository: issues a second, beside plain Octokit paging with an insert for each issue, and
 * what GitHub is asked for it. @throws when an issue is not exactly one task
 */
export async function* benchGithub(): AsyncGenerator<Figure> {
  const github = await FakeGithub.start();
  const repository = github.addRepository('acme/big');
  for (let index = 0; index < ISSUES; index += 1) repository.addIssue({ labels: ['bug'] }, ISSUES - index);
  process.env['GITHUB_API_ROOT'] = github.apiRoot;
  try {
    yield* await withStack(async ({ url, ownerToken, mongodbUri, processes }) => {
      const plain = await timed(() => copyPlainly(github, mongodbUri));
      const owner = connectHttp(url, ownerToken);
      try {
        await owner.post('/projects', { slug: 'big', name: 'Big', keyPrefix: 'BIG' });
        const access = { kind: 'TOKEN', token: github.token };
        const settings = { syncEveryMinutes: 0 };
        const connected = await owner.post('/projects/big/github', { repository: 'acme/big', access, settings });
        const { id } = (JSON.parse(connected) as GithubConnectedView).repository;
        const before = github.requests.length;
        const halfway = () => {
          const pid = processes.get('worker')?.pid;
          if (IS_KILLED && pid !== undefined) process.kill(pid, 'SIGKILL');
        };
        const ours = await timed(() => sync(owner, id, halfway));
        const requests = github.requests.length - before;
        await check(owner, mongodbUri);
        const perSecond = (ms: number) => ISSUES / (ms / 1000);
        return [
          absolute('github.issues_per_second', perSecond(ours), '/s'),
          ratio('github.issues_per_second_ratio', perSecond(ours), perSecond(plain), '/s'),
          absolute('github.requests_per_1000_issues', (requests * 1000) / ISSUES, 'requests'),
        ];
      } finally {
        owner.close();
      }
    });
  } finally {
    await github.stop();
  }
}

/** Pages and inserts, one after the other, and nothing else. */
async function copyPlainly({ apiRoot, token }: FakeGithub, mongodbUri: string): Promise<void> {
  const { rest, paginate } = new Octokit({ baseUrl: apiRoot, auth: token });
  const client = await connectDriver(mongodbUri);
  const copies = client.db().collection('benchIssues');
  const where = { owner: 'acme', repo: 'big', state: 'open' as const, per_page: 100 };
  for await (const { data } of paginate.iterator(rest.issues.listForRepo, where)) {
    for (const { id, title, body } of data) await copies.insertOne({ _id: id as never, title, body });
  }
  await client.close();
}

async function sync(owner: HttpClient, id: string, halfway: () => void): Promise<void> {
  let noted = 0;
  await owner.post(`/projects/big/github/${id}/sync`, {});
  for (;;) {
    await sleep(LOOK_EVERY_MS);
    const { items } = JSON.parse(await owner.get('/projects/big/github')) as GithubRepositoriesView;
    const found = items[0]?.sync;
    if (found?.state === 'DONE') return;
    if (found && found.state !== 'RUNNING') throw new Error(`the sync is ${found.state}: ${found.error ?? ''}`);
    if (!found || found.seen < noted + 500) continue;
    note(`${found.seen} of ${ISSUES}`);
    if (noted < ISSUES / 2 && found.seen >= ISSUES / 2) halfway();
    noted = found.seen;
  }
}

/** @throws unless each issue is one task, and there are no others */
async function check(owner: HttpClient, mongodbUri: string): Promise<void> {
  const { columns } = JSON.parse(await owner.get('/projects/big/board?limit=1')) as { columns: { count: number }[] };
  const tasks = columns.reduce((sum, { count }) => sum + count, 0);
  if (tasks !== ISSUES) throw new Error(`${ISSUES} issues have become ${tasks} tasks`);
  const client = await connectDriver(mongodbUri);
  const linked = await client.db().collection('githubIssues').distinct('taskId');
  await client.close();
  if (linked.length !== ISSUES) throw new Error(`${ISSUES} issues are linked to ${linked.length} tasks`);
}
