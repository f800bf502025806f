import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, problem, ProjectProbe, startTestApi, type TestApi } from '../tests/api.test-support.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
afterAll(() => api.stop(), 60_000);

describe('a comment', () => {
  it('is edited by its author alone, keeps its place, and says that it was edited', async () => {
    const project = await ProjectProbe.create(api);
    const key = await project.task();
    const written = await project.command(key, 'comment', { body: 'twelve' });
    const { messageId } = written.body;
    expectStatus(await project.command(key, 'comment', { body: 'and more' }), 200);
    const edit = { messageId, body: 'thirteen' };
    const other = { token: api.tokens.second };
    expect(problem(await project.command(key, 'editComment', edit, other), 403).detail).toContain('only Olga Owner');
    expectStatus(await project.command(key, 'editComment', edit), 200);
    const { body } = await api.get(`/tasks/${key}/messages`);
    expect(body.items).toMatchObject([{ body: 'thirteen', editedAt: expect.any(String) }, { body: 'and more' }]);
    expect(body.items[1]).not.toHaveProperty('editedAt');
    expect(problem(await project.command(await project.task(), 'editComment', edit), 400).detail).toContain(
      'no comment',
    );
    expect((await api.get(`/tasks/${key}/verify`)).body).toMatchObject({ problems: [] });
  });
});
