import type { Standup } from '../../domain/standup/standup.ts';

/** The standup of a project on a day. */
export interface StandupDocument {
  /** `<project>:<day>`, the day where the project is: written once, however often it is tried. */
  _id: string;
  projectId: string;
  /** 'YYYY-MM-DD' */
  date: string;
  standup: Standup;
  storedAt: Date;
}
