import type { AgentRole, AgentStatus } from '../../../domain/actor.ts';
import type { ControlStatus } from '../../../domain/agent/status.ts';
import type { Tone } from '../controls/badge.tsx';

export const ROLE_LABELS: Readonly<Record<AgentRole, string>> = {
  INTERN: 'Intern',
  SPECIALIST: 'Specialist',
  LEAD: 'Lead',
};

export const AGENT_STATUS_LABELS: Readonly<Record<AgentStatus, string>> = {
  ACTIVE: 'Active',
  PAUSED: 'Paused',
  DRAINED: 'Drained',
  QUARANTINED: 'Quarantined',
  OFFLINE: 'Offline',
};

export const AGENT_STATUS_TONES: Readonly<Record<AgentStatus, Tone>> = {
  ACTIVE: 'good',
  PAUSED: 'warn',
  DRAINED: 'warn',
  QUARANTINED: 'bad',
  OFFLINE: 'neutral',
};

/** The order that leads to a status, and what it does. */
export const ORDERS: Readonly<Record<ControlStatus, { readonly verb: string; readonly meaning: string }>> = {
  ACTIVE: { verb: 'Activate', meaning: 'It takes tasks and starts work again.' },
  PAUSED: {
    verb: 'Pause',
    meaning: 'It takes no tasks, starts no work and uses no tools until somebody activates it.',
  },
  DRAINED: { verb: 'Drain', meaning: 'It ends what it has begun and takes nothing new.' },
  QUARANTINED: {
    verb: 'Quarantine',
    meaning: 'Its running work is cancelled at once and its API key stops working until somebody activates it.',
  },
};
