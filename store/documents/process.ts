import type { ExecutorType } from '../../domain/task/vocabulary.ts';

/** A process that asks us for work, by its type and name. */
export interface ExecutorDocument {
  _id: string;
  type: ExecutorType;
  name: string;
  version?: string;
  tool?: { name: string; version?: string };
  concurrency?: number;
  /** How it treats the outside services that it depends on. */
  circuits?: { service: string; state: 'CLOSED' | 'OPEN' | 'HALF_OPEN'; since?: string; reason?: string }[];
  /** Services whose circuits a person wants closed; told to the executor with its next claim. */
  resets?: string[];
  lastSeenAt: Date;
}

/** A process that works for Temporal, by what it is called there; forgotten after a day. */
export interface WorkerDocument {
  _id: string;
  seenAt: Date;
  stoppedAt?: Date;
}
