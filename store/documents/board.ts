import type { ActorRef } from '../../domain/actor.ts';
import type { BoardLook } from '../../domain/board/view.ts';

/** A look of a board that somebody has given a name. */
export interface BoardViewDocument extends BoardLook {
  _id: string;
  projectId: string;
  name: string;
  /** Whose name it is: one of each among those that are shared, and among those of a person. */
  nameKey: string;
  isShared: boolean;
  owner: ActorRef;
  /** Counts the changes, so that nobody overwrites what they have not seen. */
  version: number;
  /** The request that created it, so that repeating it creates nothing. */
  request: string;
  createdAt: string;
  changedBy: ActorRef;
  changedAt: string;
}

/** How one person has arranged the views of a project. */
export interface BoardChoiceDocument {
  /** `<project>:<person>` */
  _id: string;
  order: string[];
  /** What the board opens with. */
  defaultView?: string;
}
