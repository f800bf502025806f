import { actorRef, type Actor } from '../domain/actor.ts';
import type { ContainmentScope } from '../workflows/contract.ts';
import type { TaskGateway } from './task-gateway.ts';

/** Stops what runs: a workflow cancels every execution in reach, and looks again until none is left. */
export class Containment {
  readonly #gateway: TaskGateway;

  constructor(gateway: TaskGateway) {
    this.#gateway = gateway;
  }

  ofProject(projectId: string, reason: string, by: Actor): Promise<void> {
    return this.#start({ kind: 'PROJECT', projectId }, `the project is QUARANTINED: ${reason}`, by);
  }

  ofAgent(agentId: string, reason: string, by: Actor): Promise<void> {
    return this.#start({ kind: 'AGENT', agentId }, reason, by);
  }

  ofEverything(reason: string, by: Actor): Promise<void> {
    return this.#start({ kind: 'EVERYTHING' }, `emergency stop: ${reason}`, by);
  }

  #start(scope: ContainmentScope, reason: string, by: Actor): Promise<void> {
    return this.#gateway.startContainment({
      scope,
      reason,
      orderedBy: actorRef(by),
      orderedAt: new Date().toISOString(),
    });
  }
}
