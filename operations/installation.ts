import { VERSION } from '../config/version.ts';
import { actorRef, type Actor } from '../domain/actor.ts';
import { EMERGENCY_STOP_KEY } from '../domain/alert/keys.ts';
import { authorizeKind } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';
import type { InstallationView } from './schemas/project.ts';

/** The installation as a whole, and its emergency stop. */
export class Installation {
  readonly #deps: Dependencies;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  async get(caller: Caller): Promise<InstallationView> {
    authorizeKind(caller, 'installation.read');
    return this.#view();
  }

  /**
   * Stops everything until a person lifts it: nothing new starts, what runs is cancelled, agents' keys are refused.
   * Stopping again does it all again.
   */
  async stop(caller: Caller, reason: string): Promise<InstallationView> {
    authorizeKind(caller, 'installation.stop');
    const { actor } = caller;
    const { store, credentials, containment, alerts } = this.#deps;
    await store.installation.stop({ reason, by: actorRef(actor), at: new Date().toISOString() });
    credentials.forget();
    await containment.ofEverything(reason, actor);
    await alerts.raise({
      key: EMERGENCY_STOP_KEY,
      severity: 'CRITICAL',
      kind: 'EMERGENCY_STOP',
      title: 'Emergency stop',
      description: `${actor.name} has stopped everything: ${reason}`,
    });
    await this.#tell(actor, 'installation.stopped', `stopped everything: ${reason}`);
    return this.#view();
  }

  async resume(caller: Caller, reason: string): Promise<InstallationView> {
    authorizeKind(caller, 'installation.resume');
    const { actor } = caller;
    const { store, credentials, alerts } = this.#deps;
    if (!(await store.installation.resume(new Date().toISOString()))) {
      throw new OperationError('CONFLICT', 'there is no emergency stop to lift');
    }
    credentials.forget();
    await alerts.resolveByKey(EMERGENCY_STOP_KEY, actor, reason);
    await this.#tell(actor, 'installation.resumed', `lifted the emergency stop: ${reason}`);
    return this.#view();
  }

  /** Every project runs differently now. */
  async #tell(actor: Actor, type: string, summary: string): Promise<void> {
    const { store, activity } = this.#deps;
    await activity.note({ actor, type, summary });
    for (const { _id: projectId } of await store.projects.list(undefined)) {
      await store.changes.add({ event: 'project.changed', projectId, data: { projectId } });
    }
  }

  async #view(): Promise<InstallationView> {
    const { store, temporalUiUrl } = this.#deps;
    const { emergencyStop, setUpAt } = await store.installation.read();
    return {
      ...(emergencyStop && { emergencyStop }),
      isSetUp: setUpAt !== undefined,
      version: VERSION,
      ...(temporalUiUrl !== undefined && { temporalUiUrl }),
    };
  }
}
