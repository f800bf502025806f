/** Roles of people, from least to most. VIEWER reads, OPERATOR works and decides, ADMIN also configures. */
export const HUMAN_ROLES = ['VIEWER', 'OPERATOR', 'ADMIN'] as const;
export type HumanRole = (typeof HUMAN_ROLES)[number];

export const AGENT_ROLES = ['INTERN', 'SPECIALIST', 'LEAD'] as const;
export type AgentRole = (typeof AGENT_ROLES)[number];

export const AGENT_STATUSES = ['ACTIVE', 'PAUSED', 'DRAINED', 'QUARANTINED', 'OFFLINE'] as const;
export type AgentStatus = (typeof AGENT_STATUSES)[number];

interface Identified {
  readonly id: string;
  readonly name: string;
}

/** Whoever sends a command, as established from the credential and never from a request body. */
export type Actor =
  | (Identified & { readonly kind: 'HUMAN'; readonly role: HumanRole })
  | (Identified & { readonly kind: 'AGENT'; readonly role: AgentRole })
  | (Identified & { readonly kind: 'SYSTEM' });

/** The part of an actor that history keeps. */
export interface ActorRef extends Identified {
  readonly kind: Actor['kind'];
}

/** A person or an agent that work is given to. */
export interface Assignee extends Identified {
  readonly kind: 'HUMAN' | 'AGENT';
}

/** Mission Control itself, acting by a rule of the domain. */
export const MISSION_CONTROL: Actor = { kind: 'SYSTEM', id: 'mission-control', name: 'Mission Control' };

export function actorRef({ kind, id, name }: Actor): ActorRef {
  return { kind, id, name };
}

export const isSameActor = (one: ActorRef, other: ActorRef): boolean => one.kind === other.kind && one.id === other.id;

/** A human who may change things: VIEWER may not. */
export const isOperator = (actor: Actor): boolean => actor.kind === 'HUMAN' && actor.role !== 'VIEWER';

/** A human with at least this role. */
export const hasRole = (actor: Actor, least: HumanRole): boolean =>
  actor.kind === 'HUMAN' && HUMAN_ROLES.indexOf(actor.role) >= HUMAN_ROLES.indexOf(least);
