import { OURSELVES, type FakeRepository } from './model.ts';

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
}

export interface FakeAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

type Handler = (repository: FakeRepository, request: FakeRequest, ...parts: string[]) => FakeAnswer;

const ok = (body: unknown, status = 200): FakeAnswer => ({ status, body });
export const missing = (message = 'Not Found', status = 404): FakeAnswer => ({ status, body: { message } });

/** What can be asked of a repository: the method and the path below it, with its variable parts as groups. */
const ROUTES: readonly (readonly [string, RegExp, Handler])[] = [
  ['GET', /^$/, (repository) => ok(repository.json)],
  ['GET', /^\/issues$/, listIssues],
  ['GET', /^\/issues\/comments$/, listComments],
  ['GET', /^\/issues\/comments\/(\d+)$/, ({ comments }, _request, id) => found(comments.get(Number(id)))],
  ['PATCH', /^\/issues\/comments\/(\d+)$/, editComment],
  [
    'GET',
    /^\/issues\/(\d+)$/,
    ({ issues, deleted }, _request, number) =>
      deleted.has(Number(number)) ? missing('This issue was deleted', 410) : found(issues.get(Number(number))),
  ],
  [
    'GET',
    /^\/issues\/(\d+)\/comments$/,
    (repository, request, number) => page(request, repository.commentsOf(Number(number))),
  ],
  ['POST', /^\/issues\/(\d+)\/comments$/, addComment],
  ['POST', /^\/issues\/(\d+)\/labels$/, addLabels],
  ['DELETE', /^\/issues\/(\d+)\/labels\/(.+)$/, removeLabel],
  ['GET', /^\/pulls$/, listPulls],
  ['POST', /^\/pulls$/, openPull],
  ['GET', /^\/pulls\/(\d+)$/, ({ pulls }, _request, number) => found(pulls.get(Number(number)))],
  ['GET', /^\/pulls\/(\d+)\/reviews$/, ({ reviews }, _request, number) => ok(reviews.get(Number(number)) ?? [])],
  [
    'GET',
    /^\/commits\/(\w+)\/check-runs$/,
    ({ checks }, _request, sha = '') => {
      const runs = checks.get(sha) ?? [];
      return ok({ total_count: runs.length, check_runs: runs });
    },
  ],
  ['GET', /^\/commits\/(\w+)\/status$/, () => ok({ state: 'pending', statuses: [], total_count: 0 })],
];

/** @param path below the repository */
export function answerFor(repository: FakeRepository, path: string, request: FakeRequest): FakeAnswer {
  for (const [method, pattern, handle] of ROUTES) {
    const match = method === request.method ? pattern.exec(path) : null;
    if (match) return handle(repository, request, ...match.slice(1));
  }
  return missing();
}

const found = (thing: object | undefined): FakeAnswer => (thing ? ok(thing) : missing());

function listIssues({ issues }: FakeRepository, request: FakeRequest): FakeAnswer {
  const { query } = request;
  const state = query.get('state') ?? 'open';
  const since = query.get('since');
  const wanted = [...issues.values()].filter(
    (issue) => (state === 'all' || issue.state === state) && (since === null || issue.updated_at >= since.slice(0, 19)),
  );
  return page(request, inOrder(wanted, query));
}

function listComments({ comments }: FakeRepository, request: FakeRequest): FakeAnswer {
  const since = request.query.get('since');
  const wanted = [...comments.values()].filter(({ updated_at: at }) => since === null || at >= since.slice(0, 19));
  return page(request, inOrder(wanted, request.query));
}

function inOrder<Item extends { updated_at: string; created_at: string; id: number }>(
  items: readonly Item[],
  query: URLSearchParams,
): Item[] {
  const by = query.get('sort') === 'updated' ? 'updated_at' : 'created_at';
  const sorted = items.toSorted((one, other) => one[by].localeCompare(other[by]) || one.id - other.id);
  return query.get('direction') === 'asc' ? sorted : sorted.toReversed();
}

/** One page, with a Link header that leads on from there. */
function page({ path, query }: FakeRequest, items: readonly unknown[]): FakeAnswer {
  const size = Math.min(Number(query.get('per_page') ?? 30), 100);
  const number = Number(query.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const to = (target: number, rel: string) => {
    const other = new URLSearchParams(query);
    other.set('page', String(target));
    return `<{host}${path}?${other.toString()}>; rel="${rel}"`;
  };
  const links = number < last ? [to(number + 1, 'next'), to(last, 'last')] : [];
  return {
    status: 200,
    body: items.slice((number - 1) * size, number * size),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}

function editComment(repository: FakeRepository, { body }: FakeRequest, id = ''): FakeAnswer {
  if (!repository.comments.has(Number(id))) return missing();
  return ok(repository.editComment(Number(id), String(body['body'])));
}

function addComment(repository: FakeRepository, { body }: FakeRequest, number = ''): FakeAnswer {
  if (!repository.issues.has(Number(number))) return missing();
  return ok(repository.addComment(Number(number), String(body['body']), OURSELVES), 201);
}

function addLabels({ issues }: FakeRepository, { body }: FakeRequest, number = ''): FakeAnswer {
  const issue = issues.get(Number(number));
  if (!issue) return missing();
  const names = new Set([...issue.labels.map(({ name }) => name), ...(body['labels'] as string[])]);
  issue.labels = [...names].map((name) => ({ name }));
  return ok(issue.labels);
}

function removeLabel({ issues }: FakeRepository, _request: FakeRequest, number = '', label = ''): FakeAnswer {
  const issue = issues.get(Number(number));
  const name = decodeURIComponent(label);
  if (!issue?.labels.some((one) => one.name === name)) return missing('Label does not exist');
  issue.labels = issue.labels.filter((one) => one.name !== name);
  return ok(issue.labels);
}

function listPulls({ pulls, owner }: FakeRepository, { query }: FakeRequest): FakeAnswer {
  const head = query.get('head');
  return ok(
    [...pulls.values()].filter(
      (pull) => pull.state === 'open' && (head === null || head === `${owner}:${pull.head.ref}`),
    ),
  );
}

function openPull(repository: FakeRepository, { body }: FakeRequest): FakeAnswer {
  const head = String(body['head']);
  if ([...repository.pulls.values()].some((pull) => pull.state === 'open' && pull.head.ref === head)) {
    const message = `A pull request already exists for ${repository.owner}:${head}.`;
    const errors = [{ resource: 'PullRequest', code: 'custom', message }];
    return { status: 422, body: { message: 'Validation Failed', errors } };
  }
  const pull = repository.addPull({
    title: String(body['title']),
    body: String(body['body']),
    head,
    base: String(body['base']),
  });
  return ok(Object.assign(pull, { draft: body['draft'] === true }), 201);
}
