import { createLogger } from '../../config/logger.ts';
import { expectStatus, ProjectProbe, startTestApi, type Json, type TestApi } from '../../tests/api.test-support.ts';
import { FakeGithub } from '../../tests/fakes/github/fake-github.ts';
import type { FakeRepository } from '../../tests/fakes/github/model.ts';
import { eventually } from '../../tests/stack.test-support.ts';
import { githubScheduleId, githubSyncId } from '../../workflows/messages.ts';
import { tellGithub } from './serve.ts';

/** A project that is connected to a repository of the stand-in. */
export interface Connected {
  readonly project: ProjectProbe;
  readonly repository: FakeRepository;
  readonly id: string;
  /** Below the routes of the project. */
  readonly path: string;
  readonly hook: { readonly url: string; readonly secret: string };
}

let names = 0;

/** The real API and a stand-in for GitHub. */
export class GithubStack {
  readonly api: TestApi;
  readonly github: FakeGithub;
  readonly #stopping = new AbortController();
  readonly #telling: Promise<void>;
  readonly #connected: string[] = [];

  private constructor(api: TestApi, github: FakeGithub) {
    this.api = api;
    this.github = github;
    const { config, client, store } = api.worker;
    const logger = createLogger('test', 'silent');
    this.#telling = tellGithub({ config, client, store, logger }, this.#stopping.signal);
  }

  static async start(): Promise<GithubStack> {
    const github = await FakeGithub.start();
    return new GithubStack(await startTestApi({ GITHUB_API_ROOT: github.apiRoot }), github);
  }

  async connect(settings: object = {}, prepare: (repository: FakeRepository) => void = () => {}): Promise<Connected> {
    const project = await ProjectProbe.create(this.api);
    const repository = this.github.addRepository(`acme/shop-${(names += 1)}`);
    prepare(repository);
    const path = `/projects/${project.slug}/github`;
    const answer = await this.api.post(path, {
      repository: repository.fullName,
      access: { kind: 'TOKEN', token: this.github.token },
      settings: { syncEveryMinutes: 0, ...settings },
    });
    expectStatus(answer, 201);
    const { id } = answer.body.repository;
    this.#connected.push(id);
    const hook = { url: `${this.api.url}/hooks/github`, secret: answer.body.webhook.secret };
    return { project, repository, id, path: `${path}/${id}`, hook };
  }

  async read({ project, id }: Connected): Promise<Json> {
    const { body } = await this.api.get(`/projects/${project.slug}/github`);
    return body.items.find((item: Json) => item.id === id);
  }

  /** Starts a sync and waits until it is over; answers how it went. */
  async sync(connected: Connected, body: object = {}, timeoutMs = 120_000): Promise<Json> {
    const before = (await this.read(connected)).sync?.startedAt;
    expectStatus(await this.api.post(`${connected.path}/sync`, body), 202);
    return this.synced(connected, before, timeoutMs);
  }

  /** @param before when the sync before it was started */
  async synced(connected: Connected, before?: string, timeoutMs = 120_000): Promise<Json> {
    const sync = await eventually(async () => {
      const { sync: found } = await this.read(connected);
      return found !== undefined && found.startedAt !== before && found.state !== 'RUNNING' && found;
    }, timeoutMs);
    // The next one cannot begin before the workflow itself is over.
    await this.api.worker.client.workflow
      .getHandle(githubSyncId(connected.id))
      .result()
      .catch(() => undefined);
    return sync;
  }

  /** All tasks of a project, whole. */
  async tasks({ project }: Connected): Promise<Json[]> {
    const keys: string[] = [];
    let cursor = '';
    do {
      const { body } = await this.api.get(`/tasks?project=${project.slug}&limit=200${cursor}`);
      keys.push(...body.items.map(({ key }: Json) => key));
      cursor = body.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(body.nextCursor)}`;
    } while (cursor !== '');
    return Promise.all(keys.map(async (key) => (await this.api.get(`/tasks/${key}`)).body));
  }

  async messages(key: string): Promise<Json[]> {
    return (await this.api.get(`/tasks/${key}/messages`)).body.items;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#telling;
    const { client, config } = this.api.worker;
    for (const id of this.#connected) {
      const schedule = client.schedule.getHandle(githubScheduleId(config.temporal.taskQueue, id));
      await schedule.delete().catch(() => undefined);
    }
    await this.api.stop();
    await this.github.stop();
  }
}
