import { SAMPLE_PROJECTS } from '../local/seed/installation.ts';
import type { AgentView } from '../operations/schemas/agent.ts';
import { ApiError, type ApiClient } from './api-client.ts';

const ALREADY_THERE = 409;

/**
 * Creates the sample projects and agents that are not there yet; those that are stay as people have made them.
 * @returns how many of each were created.
 */
export async function seedSample(client: ApiClient): Promise<{ projects: number; agents: number }> {
  const created = { projects: 0, agents: 0 };
  for (const { agents, ...project } of SAMPLE_PROJECTS) {
    if (await createUnlessThere(client, project)) created.projects += 1;
    const names = await namesOfAgents(client, project.slug);
    for (const agent of agents) {
      if (names.has(agent.name.toLowerCase())) continue;
      await client.post('/agents', { project: project.slug, ...agent });
      created.agents += 1;
    }
  }
  return created;
}

async function createUnlessThere(client: ApiClient, project: object): Promise<boolean> {
  try {
    await client.post('/projects', project);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === ALREADY_THERE) return false;
    throw error;
  }
}

async function namesOfAgents(client: ApiClient, project: string): Promise<ReadonlySet<string>> {
  const { items } = await client.get<{ items: AgentView[] }>(`/agents?project=${project}`);
  return new Set(items.map(({ name }) => name.toLowerCase()));
}
