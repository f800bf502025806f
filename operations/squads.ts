import { actorRef } from '../domain/actor.ts';
import type { AgentControl, AgentDocument } from '../store/documents/agent.ts';
import { authorize } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import type { SquadAnswer } from './schemas/agent.ts';

type Order = Omit<AgentControl, 'status'>;
type Change = (agentId: string, order: Order) => Promise<AgentDocument | undefined>;

/** Orders to all agents of a project at once; what somebody orders of one of them meanwhile wins. */
export class Squads {
  readonly #deps: Dependencies;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  /** Pauses every agent that is ACTIVE. */
  pause(caller: Caller, project: string, reason: string): Promise<SquadAnswer> {
    const { agents } = this.#deps.store;
    const deed = { type: 'squad.paused', verb: 'paused the squad' };
    return this.#order(caller, project, reason, deed, (id, order) => agents.pauseWithSquad(id, order));
  }

  /** Lifts the pauses that came with the squad's, and no others. */
  resume(caller: Caller, project: string, reason: string): Promise<SquadAnswer> {
    const { agents } = this.#deps.store;
    const deed = { type: 'squad.resumed', verb: 'resumed the squad' };
    return this.#order(caller, project, reason, deed, (id, order) => agents.resumeWithSquad(id, order));
  }

  async #order(
    caller: Caller,
    project: string,
    reason: string,
    { type, verb }: { readonly type: string; readonly verb: string },
    change: Change,
  ): Promise<SquadAnswer> {
    const actor = authorize(caller, 'agents.controlSquad', project);
    await this.#deps.projects.require(project);
    const order = { reason, by: actorRef(actor), at: new Date().toISOString() };
    const changed: string[] = [];
    for (const { _id: id } of await this.#deps.store.agents.ofProject(project)) {
      const agent = await change(id, order);
      if (!agent) continue;
      changed.push(agent.name);
      await this.#deps.agents.show(agent);
    }
    const summary = `${verb} (${changed.join(', ') || 'nobody'}): ${reason}`;
    await this.#deps.activity.note({ actor, projectId: project, type, summary });
    return { changed };
  }
}
