import { actorRef, type Actor } from '../domain/actor.ts';
import { agentOfflineKey, agentQuarantinedKey } from '../domain/alert/keys.ts';
import { AGENT_ABILITIES, refusalFor } from '../domain/agent/status.ts';
import { MODE_ABILITIES, modeRefusalFor } from '../domain/project/mode.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import { statusOf, statusReasonOf } from './agent-view.ts';
import { authorizeKind } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import type { AgentHeartbeat, AgentHeartbeatAnswer, AgentView, ControlAgent } from './schemas/agent.ts';

/** Signs of life that come faster than this are not all written down, in milliseconds. */
const HEARTBEAT_NOTED_EVERY_MS = 5_000;

const DEEDS: Readonly<Record<ControlAgent['status'], { readonly type: string; readonly verb: string }>> = {
  ACTIVE: { type: 'agent.activated', verb: 'made ACTIVE' },
  PAUSED: { type: 'agent.paused', verb: 'paused' },
  DRAINED: { type: 'agent.drained', verb: 'drained' },
  QUARANTINED: { type: 'agent.quarantined', verb: 'quarantined' },
};

/** Orders to agents, and what agents say of themselves. */
export class AgentControl {
  readonly #deps: Dependencies;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  /** ACTIVE lifts every order; QUARANTINED also cancels what runs for the agent and locks its keys out. */
  async order(caller: Caller, id: string, { status, reason }: ControlAgent): Promise<AgentView> {
    const { agent, actor } = await this.#deps.agents.authorized(caller, 'agents.control', id);
    const control = { status, reason, by: actorRef(actor), at: new Date().toISOString() };
    const ordered = (await this.#deps.store.agents.order(id, control)) ?? agent;
    if (status === 'QUARANTINED') await this.#quarantine(ordered, reason, actor);
    else await this.#deps.alerts.resolveByKey(agentQuarantinedKey(id), actor, reason);
    const { type, verb } = DEEDS[status];
    return this.#deps.agents.tell(ordered, { actor, type, summary: `${verb} ${agent.name}: ${reason}` });
  }

  /** An agent is there. Brings it back when it was OFFLINE, and lifts nothing else. */
  async heartbeat(caller: Caller, { lastError }: AgentHeartbeat): Promise<AgentHeartbeatAnswer> {
    authorizeKind(caller, 'agents.heartbeat');
    if (caller.kind !== 'AGENT') throw new OperationError('FORBIDDEN', 'only an agent gives signs of life');
    const agent = await this.#deps.agents.find(caller.agentId);
    if (!agent) throw notFound(`the agent ${caller.agentId}`);
    const error = lastError ?? undefined;
    const isNoted = agent.offlineSince !== undefined || isWorthNoting(agent, error);
    const before = isNoted
      ? await this.#deps.store.agents.noteHeartbeat(agent._id, new Date().toISOString(), error)
      : undefined;
    const { offlineSince: _off, ...back } = before ?? agent;
    if (before?.offlineSince !== undefined) await this.#welcomeBack(back, caller.actor);
    return this.#answer(back);
  }

  /** Whoever may not start work learns why. */
  async #answer(agent: AgentDocument): Promise<AgentHeartbeatAnswer> {
    const { timeZone, mode, modeReason } = await this.#deps.projects.require(agent.projectId);
    const status = statusOf(agent, timeZone);
    const byStatus = refusalFor(status, 'startsWork', agent.name);
    const refusal = byStatus ?? modeRefusalFor(mode, 'startsWork', agent.projectId);
    const why = byStatus === undefined ? modeReason : statusReasonOf(agent, timeZone);
    return {
      status,
      mayStartWork: AGENT_ABILITIES[status].startsWork && MODE_ABILITIES[mode].startsWork,
      ...(refusal !== undefined && { reason: why === undefined ? refusal : `${refusal} (${why})` }),
    };
  }

  async #quarantine(agent: AgentDocument, reason: string, actor: Actor): Promise<void> {
    const { _id: agentId, name, projectId } = agent;
    this.#deps.credentials.forget();
    await this.#deps.containment.ofAgent(agentId, `${name} is QUARANTINED: ${reason}`, actor);
    await this.#deps.alerts.raise({
      key: agentQuarantinedKey(agentId),
      severity: 'CRITICAL',
      kind: 'AGENT_QUARANTINED',
      title: `${name} is QUARANTINED`,
      description: `${actor.name}: ${reason}`,
      projectId,
      agentId,
    });
  }

  async #welcomeBack(agent: AgentDocument, actor: Actor): Promise<void> {
    await this.#deps.alerts.resolveByKey(agentOfflineKey(agent._id), actor, 'it has given a sign of life');
    await this.#deps.agents.tell(agent, { actor, type: 'agent.online', summary: 'is back' });
  }
}

function isWorthNoting(agent: AgentDocument, error: string | undefined): boolean {
  const age = Date.now() - Date.parse(agent.lastHeartbeatAt ?? '1970-01-01');
  return age >= HEARTBEAT_NOTED_EVERY_MS || error !== agent.lastError;
}
