import { AGENT_STATUSES, type AgentStatus } from '../actor.ts';

interface AgentAbilities {
  /** New tasks may be assigned to it. */
  readonly takesAssignments: boolean;
  readonly startsWork: boolean;
  readonly usesTools: boolean;
  /** Its API keys are accepted. */
  readonly keyWorks: boolean;
}
export type AgentAbility = keyof AgentAbilities;

/** What the status of an agent lets it do. */
export const AGENT_ABILITIES: Readonly<Record<AgentStatus, AgentAbilities>> = {
  ACTIVE: { takesAssignments: true, startsWork: true, usesTools: true, keyWorks: true },
  PAUSED: { takesAssignments: false, startsWork: false, usesTools: false, keyWorks: true },
  // Running work ends, nothing new begins.
  DRAINED: { takesAssignments: false, startsWork: false, usesTools: true, keyWorks: true },
  QUARANTINED: { takesAssignments: false, startsWork: false, usesTools: false, keyWorks: false },
  // Its next sign of life brings it back, so everything that it does by itself goes on.
  OFFLINE: { takesAssignments: false, startsWork: true, usesTools: true, keyWorks: true },
};

const DENIED: Readonly<Record<AgentAbility, string>> = {
  takesAssignments: 'takes no new tasks',
  startsWork: 'starts no work',
  usesTools: 'may not use tools',
  keyWorks: 'is locked out',
};

/** Why an agent may not, in words; undefined when it may. */
export function refusalFor(status: AgentStatus, ability: AgentAbility, name: string): string | undefined {
  return AGENT_ABILITIES[status][ability] ? undefined : `${name} is ${status} and ${DENIED[ability]}`;
}

/** The status that people set. Only silence makes an agent OFFLINE. */
export type ControlStatus = Exclude<AgentStatus, 'OFFLINE'>;

export const CONTROL_STATUSES = AGENT_STATUSES.filter((status): status is ControlStatus => status !== 'OFFLINE');

/** What people decided comes first, then the budget, then whether the agent gives signs of life. */
export function effectiveStatus(agent: {
  readonly control: ControlStatus;
  readonly isOffline: boolean;
  readonly isOverBudget: boolean;
}): AgentStatus {
  if (agent.control !== 'ACTIVE') return agent.control;
  if (agent.isOverBudget) return 'PAUSED';
  return agent.isOffline ? 'OFFLINE' : 'ACTIVE';
}
