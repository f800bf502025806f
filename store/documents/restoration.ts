import type { ActorRef } from '../../domain/actor.ts';

type RestorationStep = 'DOCUMENTS' | 'WORKFLOWS' | 'DONE';

/** How far the restoring of a project from an archive is. Until it is done, the project counts as taken away. */
export interface RestorationDocument {
  /** Slug of the project. */
  _id: string;
  /** SHA-256 of the archive's manifest: the same archive goes on where it was cut off. */
  archive: string;
  step: RestorationStep;
  /** Of the step, in tasks. */
  done: number;
  total: number;
  by: ActorRef;
  startedAt: string;
  /** Last sign of life. */
  at: string;
  finishedAt?: string;
  /** Why it has stopped. */
  failure?: string;
  /** What people have to do by hand, once it is done. */
  notes: string[];
}
