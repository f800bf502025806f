import { ulid } from 'ulid';
import { expectStatus, type TestApi } from '../../tests/api.test-support.ts';
import type { FakeGithub } from '../../tests/fakes/github/fake-github.ts';

/** So many callers may disconnect one. */
const SPARE = 20;

/** Repositories that a project is connected to: one to ask about, and some to disconnect. */
export async function makeRepositories(api: TestApi, github: FakeGithub, project: string) {
  github.addRepository('acme/another');
  const connected = await api.post(`/projects/${project}/github`, {
    repository: github.addRepository('acme/shop').fullName,
    access: { kind: 'TOKEN', token: github.token },
    settings: { syncEveryMinutes: 0 },
  });
  expectStatus(connected, 201);
  const repository = connected.body.repository.id as string;
  const { connections } = api.worker.store.github;
  const like = await connections.byId(repository);
  if (!like) throw new Error('the repository is not there');
  const spareRepositories = Array.from({ length: SPARE }, () => ulid());
  for (const [index, _id] of spareRepositories.entries()) {
    await connections.add({ ...like, _id, repositoryId: 10_000 + index, name: `spare-${index}` });
  }
  return { repository, spareRepositories };
}
