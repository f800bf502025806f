import type { Agents } from './agents.ts';
import { authorizeKind } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import type { LoadedSample } from './schemas/project.ts';
import { SAMPLE_PROJECTS } from './sample-projects.ts';
import { createProjectSchema } from './schemas/project.ts';

/** The projects and agents that a new installation can begin with. */
export class Sample {
  readonly #deps: Pick<Dependencies, 'store' | 'projects'> & { readonly agents: Agents };

  constructor(deps: Pick<Dependencies, 'store' | 'projects' | 'agents'>) {
    this.#deps = deps;
  }

  /** Creates those that are not there yet; those that are stay as people have made them, or removed. @returns how many */
  async load(caller: Caller): Promise<LoadedSample> {
    authorizeKind(caller, 'installation.loadSample');
    const { store, projects, agents } = this.#deps;
    const created = { projects: 0, agents: 0 };
    for (const { agents: wanted, ...project } of SAMPLE_PROJECTS) {
      const present = await store.projects.bySlug(project.slug);
      if (present?.removedAt !== undefined) continue;
      if (!present) {
        await projects.create(caller, createProjectSchema.parse(project));
        created.projects += 1;
      }
      const names = new Set((await store.agents.ofProject(project.slug)).map(({ nameKey }) => nameKey));
      for (const agent of wanted) {
        if (names.has(agent.name.toLowerCase())) continue;
        await agents.register(caller, { project: project.slug, ...agent, allowedTypes: [...agent.allowedTypes] });
        created.agents += 1;
      }
    }
    return created;
  }
}
