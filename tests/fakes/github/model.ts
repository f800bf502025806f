/** What the stand-in for GitHub knows, in the shapes that GitHub's REST API has. */
export interface FakeUser {
  readonly login: string;
  readonly id: number;
  readonly type: 'User' | 'Bot';
}

export interface FakeIssue {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string | null;
  labels: { name: string }[];
  state: 'open' | 'closed';
  readonly user: FakeUser;
  readonly html_url: string;
  readonly created_at: string;
  updated_at: string;
  /** There where the issue is a pull request. */
  pull_request?: { url: string };
}

export interface FakeComment {
  readonly id: number;
  body: string;
  readonly user: FakeUser;
  readonly issue_url: string;
  readonly html_url: string;
  readonly created_at: string;
  updated_at: string;
}

export interface FakePull {
  readonly number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  draft: boolean;
  merged_at: string | null;
  head: { ref: string; sha: string };
  base: { ref: string };
  readonly user: FakeUser;
  readonly html_url: string;
  updated_at: string;
}

interface FakeCheckRun {
  name: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
}

const SOMEBODY: FakeUser = { login: 'octocat', id: 1, type: 'User' };
export const OURSELVES: FakeUser = { login: 'mission-control-token', id: 2, type: 'User' };

/** One repository, and what happens in it. */
export class FakeRepository {
  readonly id: number;
  owner: string;
  name: string;
  readonly issues = new Map<number, FakeIssue>();
  readonly comments = new Map<number, FakeComment>();
  readonly pulls = new Map<number, FakePull>();
  readonly reviews = new Map<number, { user: FakeUser; state: string }[]>();
  readonly checks = new Map<string, FakeCheckRun[]>();
  /** Numbers of issues that were deleted. */
  readonly deleted = new Set<number>();
  readonly #url: string;
  readonly #now: () => number;
  #lastNumber = 0;
  #lastId: number;

  /** @param now milliseconds since 1970 */
  constructor(id: number, fullName: string, url: string, now: () => number) {
    const [owner = '', name = ''] = fullName.split('/');
    this.id = id;
    this.owner = owner;
    this.name = name;
    this.#url = url;
    this.#now = now;
    this.#lastId = id * 1_000_000;
  }

  get fullName(): string {
    return `${this.owner}/${this.name}`;
  }

  get json(): object {
    const open = [...this.issues.values()].filter(({ state }) => state === 'open').length;
    return {
      id: this.id,
      name: this.name,
      full_name: this.fullName,
      owner: { login: this.owner, id: 99, type: 'Organization' },
      html_url: `${this.#url}/${this.fullName}`,
      default_branch: 'main',
      private: true,
      open_issues_count: open,
    };
  }

  /** @param ageSeconds how long ago it was changed */
  addIssue(
    fields: { title?: string; body?: string; labels?: string[]; state?: 'open' | 'closed' } = {},
    ageSeconds = 0,
  ): FakeIssue {
    const number = this.#nextNumber();
    const at = this.#time(ageSeconds);
    const { title = `Issue ${number}`, body = `Body of ${number}`, labels = [], state = 'open' } = fields;
    const issue: FakeIssue = {
      id: this.#nextId(),
      number,
      title,
      body,
      labels: labels.map((name) => ({ name })),
      state,
      user: SOMEBODY,
      html_url: `${this.#url}/${this.fullName}/issues/${number}`,
      created_at: at,
      updated_at: at,
    };
    this.issues.set(number, issue);
    return issue;
  }

  edit(
    number: number,
    change: Partial<Pick<FakeIssue, 'title' | 'body' | 'state' | 'labels' | 'updated_at'>>,
  ): FakeIssue {
    const issue = this.issues.get(number);
    if (!issue) throw new Error(`${this.fullName} has no issue ${number}`);
    return Object.assign(issue, { updated_at: this.#time(0) }, change);
  }

  addComment(number: number, body: string, user: FakeUser = SOMEBODY): FakeComment {
    const id = this.#nextId();
    const at = this.#time(0);
    const comment: FakeComment = {
      id,
      body,
      user,
      issue_url: `${this.#url}/repos/${this.fullName}/issues/${number}`,
      html_url: `${this.#url}/${this.fullName}/issues/${number}#issuecomment-${id}`,
      created_at: at,
      updated_at: at,
    };
    this.comments.set(id, comment);
    return comment;
  }

  editComment(id: number, body: string): FakeComment {
    const comment = this.comments.get(id);
    if (!comment) throw new Error(`there is no comment ${id}`);
    return Object.assign(comment, { body, updated_at: this.#time(0) });
  }

  commentsOf(number: number): FakeComment[] {
    return [...this.comments.values()].filter(({ issue_url: url }) => url.endsWith(`/issues/${number}`));
  }

  /** A pull request is an issue besides. */
  addPull({
    title,
    body = '',
    head,
    base = 'main',
  }: {
    title: string;
    body?: string;
    head: string;
    base?: string;
  }): FakePull {
    const issue = this.addIssue({ title, body });
    const { number } = issue;
    issue.pull_request = { url: `${this.#url}/repos/${this.fullName}/pulls/${number}` };
    const pull: FakePull = {
      number,
      title,
      body,
      state: 'open',
      draft: false,
      merged_at: null,
      head: { ref: head, sha: `${number}`.padStart(40, 'a') },
      base: { ref: base },
      user: OURSELVES,
      html_url: `${this.#url}/${this.fullName}/pull/${number}`,
      updated_at: issue.updated_at,
    };
    this.pulls.set(number, pull);
    return pull;
  }

  merge(number: number): FakePull {
    const pull = this.pulls.get(number);
    if (!pull) throw new Error(`${this.fullName} has no pull request ${number}`);
    const at = this.#time(0);
    return Object.assign(pull, { state: 'closed', merged_at: at, updated_at: at });
  }

  setChecks(sha: string, ...conclusions: (string | null)[]): void {
    const runs = conclusions.map((conclusion, index): FakeCheckRun => {
      return { name: `check ${index}`, status: conclusion === null ? 'in_progress' : 'completed', conclusion };
    });
    this.checks.set(sha, runs);
  }

  #nextNumber(): number {
    return (this.#lastNumber += 1);
  }

  #nextId(): number {
    return (this.#lastId += 1);
  }

  /** To the second, as GitHub has it. */
  #time(ageSeconds: number): string {
    return `${new Date(this.#now() - ageSeconds * 1000).toISOString().slice(0, 19)}Z`;
  }
}
