import type { ActorRef, HumanRole } from '../../domain/actor.ts';
import type { ExecutorType } from '../../domain/task/vocabulary.ts';

export interface Membership {
  project: string;
  role: HumanRole;
}

/** Somebody who works here. The library for sign-in reads and writes name, email and the dates of the same document. */
export interface PersonDocument {
  _id: string;
  name: string;
  /** Lower case. */
  email: string;
  emailVerified: boolean;
  /** ADMIN of the installation sees and configures everything; a MEMBER what the memberships say. */
  role: 'ADMIN' | 'MEMBER';
  memberships: Membership[];
  /** Somebody who left: cannot sign in, stays in history. ISO timestamp. */
  disabledAt?: string;
  createdAt: Date;
  updatedAt: Date;
}

/** How somebody signs in; written by the library for sign-in. */
export interface AccountDocument {
  _id: string;
  userId: string;
  /** "credential" is a password. */
  providerId: string;
}

/** Where somebody is signed in; written by the library for sign-in. */
export interface SessionDocument {
  _id: string;
  /** Worth nothing without our signature. */
  token: string;
  userId: string;
  expiresAt: Date;
  /** The key that it was opened with and ends with, by what people refer to it by. */
  apiKeyId?: string;
}

export interface InvitationDocument {
  /** SHA-256 of the token in the link. */
  _id: string;
  /** What people refer to it by. */
  id: string;
  email: string;
  role: PersonDocument['role'];
  memberships: Membership[];
  invitedBy: ActorRef;
  createdAt: Date;
  expiresAt: Date;
}

export type ApiKeyKind = 'PERSONAL' | 'SERVICE' | 'AGENT' | 'EXECUTOR';

export interface ApiKeyDocument {
  /** SHA-256 of the token; the token itself is not kept. */
  _id: string;
  /** What people refer to it by. */
  id: string;
  kind: ApiKeyKind;
  name: string;
  /** Last four characters of the token, to tell keys apart. */
  hint: string;
  /** Whom a PERSONAL key acts for. */
  personId?: string;
  /** Whom an AGENT key acts for. */
  agentId?: string;
  /** ADMIN without projects: of the installation. For SERVICE. */
  role?: HumanRole;
  /** Projects the key is limited to; absent means no limit of its own. */
  projects?: string[];
  /** Types of work an EXECUTOR key may claim; empty means all. */
  executorTypes: ExecutorType[];
  /** Operations, or first parts of their names, that the key is limited to; empty means no limit. */
  scopes: string[];
  createdBy?: ActorRef;
  createdAt: string;
  expiresAt?: string;
  revokedAt?: string;
  lastUsedAt?: string;
}

/** The one document about the whole installation. */
export interface InstallationDocument {
  _id: 'installation';
  /** What the collections and their indexes were made for; see store/prepare.ts. */
  preparedFor?: string;
  /** SHA-256 of the token in the link that makes the first ADMIN; gone once it was used. */
  setupTokenHash?: string;
  setUpAt?: string;
  emergencyStop?: { reason: string; by: ActorRef; at: string };
  /** When the last emergency stop was lifted. */
  resumedAt?: string;
}
