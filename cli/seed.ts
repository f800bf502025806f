import { SAMPLE_PROJECTS } from '../local/seed/installation.ts';
import { ApiError, type ApiClient } from './api-client.ts';

const ALREADY_THERE = 409;

/** Creates the sample projects and agents that are not there yet. @returns how many of each were created. */
export async function seedSample(client: ApiClient): Promise<{ projects: number; agents: number }> {
  const created = { projects: 0, agents: 0 };
  for (const { agents, ...project } of SAMPLE_PROJECTS) {
    if (await createUnlessThere(client, '/projects', project)) created.projects += 1;
    for (const agent of agents) {
      if (await createUnlessThere(client, '/agents', { project: project.slug, ...agent })) created.agents += 1;
    }
  }
  return created;
}

async function createUnlessThere(client: ApiClient, path: string, body: object): Promise<boolean> {
  try {
    await client.post(path, body);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === ALREADY_THERE) return false;
    throw error;
  }
}
