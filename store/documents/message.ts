import type { ActorRef, Assignee } from '../../domain/actor.ts';
import type { OfTask } from '../models.ts';

/** A comment on a task. */
export interface MessageDocument extends OfTask {
  _id: string;
  seq: number;
  author: ActorRef;
  body: string;
  mentions?: readonly Assignee[];
  /** Where it was written, if not here: "telegram:<chat>:<message>". */
  via?: string;
  at: string;
  editedAt?: string;
  editedSeq?: number;
}
