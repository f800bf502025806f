import { actorRef, type Actor } from '../domain/actor.ts';
import type { PolicyAction } from '../domain/policy/action.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { ExecutionDocument } from '../store/models.ts';
import { statusOf } from './agent-view.ts';
import type { PolicyAgent } from './judgement.ts';

/** What begins something new, and therefore waits for money as well as for people's orders. */
const BEGINNINGS: readonly PolicyAction['kind'][] = ['START_RUN', 'SPAWN'];

/**
 * An agent as policies see it. What is under way has its money already, so that a used up budget stops only what begins;
 * what people ordered stops everything.
 */
export function policyAgent(agent: AgentDocument, kind: PolicyAction['kind'], timeZone: string): PolicyAgent {
  const { _id: id, name, role, allowedTools, control } = agent;
  const status = BEGINNINGS.includes(kind) ? statusOf(agent, timeZone) : control.status;
  return { id, name, role, status, allowedTools };
}

/** An execution that is nobody's: it acts with the least autonomy. */
export const agentless = ({ executor }: Pick<ExecutionDocument, 'executor'>): PolicyAgent => ({
  name: `${executor} executor`,
  role: 'INTERN',
  status: 'ACTIVE',
  allowedTools: [],
});

/** The agent as somebody who sends commands. */
export const actorOf = ({ _id: id, name, role }: AgentDocument): Actor => ({ kind: 'AGENT', id, name, role });

export const refOf = (agent: AgentDocument) => actorRef(actorOf(agent));
